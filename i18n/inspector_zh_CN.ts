<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en_US">
<context>
    <name>Detail</name>
    <message>
        <source>Value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>What it means</source>
        <translation>含义</translation>
    </message>
    <message>
        <source>Show all (%1 characters)</source>
        <translation>显示全部（%1 个字符）</translation>
    </message>
</context>
<context>
    <name>Dialogs</name>
    <message>
        <source>Reads captured object-storage errors of Alibaba Cloud OSS and JD Cloud OSS.
Nothing leaves this computer: the program makes no network connection.

MIT license. Qt and PySide6: LGPL 3. lxml, zstandard: BSD.
platformdirs, Brotli, RapidFuzz: MIT. Icons: Lucide, ISC.</source>
        <translation>解析阿里云 OSS 和京东云 OSS 的错误报文。
数据不离开本机：程序不建立任何网络连接。

MIT 许可证。Qt 与 PySide6：LGPL 3。lxml、zstandard：BSD。
platformdirs、Brotli、RapidFuzz：MIT。图标：Lucide，ISC。</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>In the tree: copy the value</source>
        <translation>在树中：复制值</translation>
    </message>
    <message>
        <source>In the tree: copy name and value</source>
        <translation>在树中：复制名称和值</translation>
    </message>
    <message>
        <source>In the history: delete</source>
        <translation>在历史中：删除</translation>
    </message>
    <message>
        <source>About OSS Inspector</source>
        <translation>关于 OSS Inspector</translation>
    </message>
    <message>
        <source>Ticket</source>
        <translation>工单</translation>
    </message>
    <message>
        <source>Language of the ticket</source>
        <translation>工单语言</translation>
    </message>
    <message>
        <source>What was tried, a line each</source>
        <translation>已尝试的操作，每行一项</translation>
    </message>
    <message>
        <source>The ticket as it will be copied</source>
        <translation>将要复制的工单</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
</context>
<context>
    <name>EmptyPage</name>
    <message>
        <source>Paste an error response</source>
        <translation>粘贴错误响应</translation>
    </message>
    <message>
        <source>A raw HTTP response, an XML body, headers, or the output of curl</source>
        <translation>支持原始 HTTP 响应、XML 响应体、响应头和 curl 输出</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>粘贴</translation>
    </message>
    <message>
        <source>Paste from the clipboard (Ctrl+V)</source>
        <translation>从剪贴板粘贴（Ctrl+V）</translation>
    </message>
    <message>
        <source>Open file…</source>
        <translation>打开文件…</translation>
    </message>
    <message>
        <source>Open files (Ctrl+O)</source>
        <translation>打开文件（Ctrl+O）</translation>
    </message>
    <message>
        <source>or drop text or files anywhere</source>
        <translation>或将文本、文件拖放到窗口任意位置</translation>
    </message>
    <message>
        <source>Try an example:</source>
        <translation>查看示例：</translation>
    </message>
    <message>
        <source>Alibaba Cloud OSS</source>
        <translation>阿里云 OSS</translation>
    </message>
    <message>
        <source>JD Cloud OSS</source>
        <translation>京东云 OSS</translation>
    </message>
    <message>
        <source>Nothing leaves this computer. Secrets are hidden in whatever you copy.</source>
        <translation>数据不离开本机。复制的内容会自动隐藏敏感信息。</translation>
    </message>
</context>
<context>
    <name>Evidence</name>
    <message>
        <source>Show where this was read</source>
        <translation>在原文中显示出处</translation>
    </message>
</context>
<context>
    <name>FindBar</name>
    <message>
        <source>Find in tree and text</source>
        <translation>在树和原文中查找</translation>
    </message>
    <message>
        <source>Match case</source>
        <translation>区分大小写</translation>
    </message>
    <message>
        <source>Previous (Shift+F3)</source>
        <translation>上一个（Shift+F3）</translation>
    </message>
    <message>
        <source>Next (F3)</source>
        <translation>下一个（F3）</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>关闭（Esc）</translation>
    </message>
    <message>
        <source>Not found</source>
        <translation>未找到</translation>
    </message>
</context>
<context>
    <name>GuidancePage</name>
    <message>
        <source>Why</source>
        <translation>判断依据</translation>
    </message>
    <message>
        <source>Background</source>
        <translation>背景信息</translation>
    </message>
    <message>
        <source>What was passed over to read it</source>
        <translation>解析时的容错处理</translation>
    </message>
    <message>
        <source>Copy the command</source>
        <translation>复制命令</translation>
    </message>
    <message>
        <source>See also</source>
        <translation>另请参阅</translation>
    </message>
    <message>
        <source>unknown host</source>
        <translation>未知域名</translation>
    </message>
    <message>
        <source>Open in the browser: %1</source>
        <translation>在浏览器中打开：%1</translation>
    </message>
</context>
<context>
    <name>GuidancePanel</name>
    <message>
        <source>Guidance</source>
        <translation>排查建议</translation>
    </message>
</context>
<context>
    <name>HistoryModel</name>
    <message>
        <source>Provider: %1</source>
        <translation>云厂商：%1</translation>
    </message>
    <message>
        <source>Host: %1</source>
        <translation>域名：%1</translation>
    </message>
    <message>
        <source>Bucket: %1</source>
        <translation>Bucket：%1</translation>
    </message>
    <message>
        <source>First seen: %1</source>
        <translation>首次出现：%1</translation>
    </message>
    <message>
        <source>Last seen: %1</source>
        <translation>最近出现：%1</translation>
    </message>
    <message>
        <source>Times seen: %1</source>
        <translation>出现次数：%1</translation>
    </message>
</context>
<context>
    <name>HistoryPanel</name>
    <message>
        <source>Copy request ID</source>
        <translation>复制请求 ID</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史</translation>
    </message>
    <message>
        <source>Clear the history</source>
        <translation>清空历史</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Search the history</source>
        <translation>搜索历史</translation>
    </message>
    <message>
        <source>Request IDs seen before</source>
        <translation>历史请求 ID</translation>
    </message>
    <message>
        <source>Searching…</source>
        <translation>正在搜索…</translation>
    </message>
    <message>
        <source>The search was stopped: type more</source>
        <translation>搜索已中止，请输入更多内容</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>无匹配结果</translation>
    </message>
    <message>
        <source>Request IDs will be kept here</source>
        <translation>请求 ID 会记录在这里</translation>
    </message>
</context>
<context>
    <name>LeftBehind</name>
    <message>
        <source>The last session ended unexpectedly</source>
        <translation>上次运行时程序意外终止</translation>
    </message>
    <message>
        <source>In the last session the reader ended unexpectedly</source>
        <translation>上次运行时读取进程意外终止</translation>
    </message>
    <message>
        <source>Show report</source>
        <translation>查看报告</translation>
    </message>
    <message>
        <source>Report of an unexpected end</source>
        <translation>意外终止报告</translation>
    </message>
    <message>
        <source>It stays on this computer. It names files and functions of the program, and nothing captured.</source>
        <translation>该报告只保存在本机，只包含程序自身的文件名和函数名，不含任何报文内容。</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Report copied</source>
        <translation>已复制错误报告</translation>
    </message>
</context>
<context>
    <name>LookUp</name>
    <message>
        <source>Look up</source>
        <translation>查询</translation>
    </message>
    <message>
        <source>Code, EC, status, message or words: NoSuchKey, 3-1403, 403, clock</source>
        <translation>错误码、EC、状态码、错误信息或关键词：NoSuchKey、3-1403、403、时钟</translation>
    </message>
    <message>
        <source>Entries</source>
        <translation>条目</translation>
    </message>
</context>
<context>
    <name>Menus</name>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Paste as a new capture</source>
        <translation>粘贴为新报文(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Open…</source>
        <translation>打开(&amp;O)…</translation>
    </message>
    <message>
        <source>Example: Alibaba Cloud OSS</source>
        <translation>示例：阿里云 OSS</translation>
    </message>
    <message>
        <source>Example: JD Cloud OSS</source>
        <translation>示例：京东云 OSS</translation>
    </message>
    <message>
        <source>&amp;Close this capture</source>
        <translation>关闭当前报文(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>Copy request &amp;ID</source>
        <translation>复制请求 ID(&amp;I)</translation>
    </message>
    <message>
        <source>Copy &amp;ticket</source>
        <translation>复制工单(&amp;T)</translation>
    </message>
    <message>
        <source>Ticket &amp;with options…</source>
        <translation>编辑工单(&amp;W)…</translation>
    </message>
    <message>
        <source>&amp;Find</source>
        <translation>查找(&amp;F)</translation>
    </message>
    <message>
        <source>Find &amp;next</source>
        <translation>查找下一个(&amp;N)</translation>
    </message>
    <message>
        <source>Find &amp;previous</source>
        <translation>查找上一个(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Look up in the catalog…</source>
        <translation>查询知识库(&amp;L)…</translation>
    </message>
    <message>
        <source>Lay your team&apos;s catalog over ours…</source>
        <translation>叠加团队知识库…</translation>
    </message>
    <message>
        <source>Use our catalog alone</source>
        <translation>仅使用内置知识库</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>Previous capture</source>
        <translation>上一份报文</translation>
    </message>
    <message>
        <source>Next capture</source>
        <translation>下一份报文</translation>
    </message>
    <message>
        <source>Next zone</source>
        <translation>下一个面板</translation>
    </message>
    <message>
        <source>Previous zone</source>
        <translation>上一个面板</translation>
    </message>
    <message>
        <source>Show or hide the &amp;history</source>
        <translation>显示或隐藏历史(&amp;H)</translation>
    </message>
    <message>
        <source>Show or hide the &amp;guidance</source>
        <translation>显示或隐藏排查建议(&amp;G)</translation>
    </message>
    <message>
        <source>Guidance in English</source>
        <translation>英文排查建议</translation>
    </message>
    <message>
        <source>Guidance in Chinese</source>
        <translation>中文排查建议</translation>
    </message>
    <message>
        <source>Guidance in both languages</source>
        <translation>中英双语排查建议</translation>
    </message>
    <message>
        <source>Colors of the system</source>
        <translation>跟随系统配色</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Language of the system</source>
        <translation>跟随系统语言</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>键盘快捷键(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;About</source>
        <translation>关于(&amp;A)</translation>
    </message>
</context>
<context>
    <name>Notice</name>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>Outgoing</name>
    <message>
        <source>values hidden: %1</source>
        <translation>已隐藏敏感信息：%1 处</translation>
    </message>
    <message>
        <source>Text copied</source>
        <translation>已复制文本</translation>
    </message>
    <message>
        <source>Command copied</source>
        <translation>已复制命令</translation>
    </message>
    <message>
        <source>Request ID copied</source>
        <translation>已复制请求 ID</translation>
    </message>
    <message>
        <source>There is no request ID to copy</source>
        <translation>没有可复制的请求 ID</translation>
    </message>
    <message>
        <source>Name and value copied</source>
        <translation>已复制名称和值</translation>
    </message>
    <message>
        <source>Raw block copied</source>
        <translation>已复制原文片段</translation>
    </message>
    <message>
        <source>Too long to copy safely: select less</source>
        <translation>内容过长，无法安全复制，请缩小选择范围</translation>
    </message>
    <message>
        <source>There is nothing to copy</source>
        <translation>没有可复制的内容</translation>
    </message>
    <message>
        <source>This row has no value to copy</source>
        <translation>此行没有可复制的值</translation>
    </message>
    <message>
        <source>Value copied</source>
        <translation>已复制值</translation>
    </message>
    <message>
        <source>Request IDs copied: %1</source>
        <translation>已复制请求 ID：%1 个</translation>
    </message>
    <message>
        <source>Ticket copied</source>
        <translation>已复制工单</translation>
    </message>
    <message>
        <source>There is no response to write a ticket for</source>
        <translation>没有可生成工单的响应</translation>
    </message>
    <message>
        <source>Not opened, its host is not a known one: %1</source>
        <translation>未打开链接，其域名不在已知列表中：%1</translation>
    </message>
</context>
<context>
    <name>Presenter</name>
    <message>
        <source>Reading %1…</source>
        <translation>正在读取 %1…</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>正在读取…</translation>
    </message>
</context>
<context>
    <name>ReadingPage</name>
    <message>
        <source>Reading %1</source>
        <translation>正在读取 %1</translation>
    </message>
    <message>
        <source>Reading the capture</source>
        <translation>正在读取报文</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>ReportPage</name>
    <message>
        <source>Responses in this capture</source>
        <translation>本报文中的响应</translation>
    </message>
    <message>
        <source>Parsed fields</source>
        <translation>解析出的字段</translation>
    </message>
    <message>
        <source>Received text</source>
        <translation>收到的原文</translation>
    </message>
</context>
<context>
    <name>ReportsModel</name>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>状态码</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>错误码</translation>
    </message>
    <message>
        <source>Request ID</source>
        <translation>请求 ID</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>云厂商</translation>
    </message>
    <message>
        <source>Time (UTC)</source>
        <translation>时间（UTC）</translation>
    </message>
    <message>
        <source>Host</source>
        <translation>域名</translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message>
        <source>repairs: %1</source>
        <translation>容错处理：%1 处</translation>
    </message>
    <message>
        <source>secrets hidden when copied: %1</source>
        <translation>复制时隐藏敏感信息：%1 处</translation>
    </message>
    <message>
        <source>Nothing leaves this computer</source>
        <translation>数据不离开本机</translation>
    </message>
    <message>
        <source>responses: %1</source>
        <translation>响应：%1 个</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>Paste</source>
        <translation>粘贴</translation>
    </message>
    <message>
        <source>Paste as a new capture (Ctrl+V)</source>
        <translation>粘贴为新报文（Ctrl+V）</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Open files (Ctrl+O)</source>
        <translation>打开文件（Ctrl+O）</translation>
    </message>
    <message>
        <source>Look up</source>
        <translation>查询</translation>
    </message>
    <message>
        <source>Look up a code or an EC (Ctrl+L)</source>
        <translation>查询错误码或 EC（Ctrl+L）</translation>
    </message>
    <message>
        <source>Captures</source>
        <translation>报文</translation>
    </message>
    <message>
        <source>Captures of this sitting</source>
        <translation>本次打开的报文</translation>
    </message>
    <message>
        <source>Guidance in English</source>
        <translation>英文排查建议</translation>
    </message>
    <message>
        <source>Guidance in Chinese</source>
        <translation>中文排查建议</translation>
    </message>
    <message>
        <source>Guidance in both languages</source>
        <translation>中英双语排查建议</translation>
    </message>
</context>
<context>
    <name>TreeModel</name>
    <message>
        <source>Request</source>
        <translation>请求</translation>
    </message>
    <message>
        <source>Status line</source>
        <translation>状态行</translation>
    </message>
    <message>
        <source>Headers</source>
        <translation>响应头</translation>
    </message>
    <message>
        <source>Printed by the client</source>
        <translation>客户端输出</translation>
    </message>
    <message>
        <source>Body</source>
        <translation>响应体</translation>
    </message>
    <message>
        <source>Error from header x-oss-err</source>
        <translation>响应头 x-oss-err 中的错误</translation>
    </message>
    <message>
        <source>The same error once more</source>
        <translation>同一错误的另一处</translation>
    </message>
    <message>
        <source>Derived</source>
        <translation>推导信息</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>空</translation>
    </message>
</context>
<context>
    <name>TreeView</name>
    <message>
        <source>Copy value</source>
        <translation>复制值</translation>
    </message>
    <message>
        <source>Copy name and value</source>
        <translation>复制名称和值</translation>
    </message>
    <message>
        <source>Copy raw block</source>
        <translation>复制原文片段</translation>
    </message>
</context>
<context>
    <name>UnknownCard</name>
    <message>
        <source>Not recognized</source>
        <translation>未能识别</translation>
    </message>
    <message>
        <source>Look up a code, an EC or a status</source>
        <translation>查询错误码、EC 或状态码</translation>
    </message>
</context>
<context>
    <name>VerdictCard</name>
    <message>
        <source>HTTP status %1</source>
        <translation>HTTP 状态码 %1</translation>
    </message>
    <message>
        <source>No error code</source>
        <translation>无错误码</translation>
    </message>
    <message>
        <source>Provider unknown</source>
        <translation>云厂商未知</translation>
    </message>
    <message>
        <source>Request ID</source>
        <translation>请求 ID</translation>
    </message>
    <message>
        <source>not in this capture</source>
        <translation>报文中没有</translation>
    </message>
    <message>
        <source>masked</source>
        <translation>已打码</translation>
    </message>
    <message>
        <source>Copy ID</source>
        <translation>复制 ID</translation>
    </message>
    <message>
        <source>Copy the request ID (Ctrl+Shift+C)</source>
        <translation>复制请求 ID（Ctrl+Shift+C）</translation>
    </message>
    <message>
        <source>Copy ticket</source>
        <translation>复制工单</translation>
    </message>
    <message>
        <source>Copy a ticket that is safe to send (Ctrl+Shift+T)</source>
        <translation>复制可安全发送的工单（Ctrl+Shift+T）</translation>
    </message>
</context>
<context>
    <name>Window</name>
    <message>
        <source>The clipboard holds no text</source>
        <translation>剪贴板中没有文本</translation>
    </message>
    <message>
        <source>Open captures</source>
        <translation>打开报文</translation>
    </message>
    <message>
        <source>The folder of your team&apos;s catalog</source>
        <translation>团队知识库所在文件夹</translation>
    </message>
    <message>
        <source>This capture could not be read: the reader was ended</source>
        <translation>无法读取此报文：读取进程已终止</translation>
    </message>
    <message>
        <source>A fault of the program: %1</source>
        <translation>程序出错：%1</translation>
    </message>
    <message>
        <source>Copy report</source>
        <translation>复制错误报告</translation>
    </message>
    <message>
        <source>Report copied</source>
        <translation>已复制错误报告</translation>
    </message>
    <message>
        <source>The history could not be used: %1. Everything else works.</source>
        <translation>历史不可用：%1。其他功能不受影响。</translation>
    </message>
    <message>
        <source>Request IDs deleted: %1</source>
        <translation>已删除请求 ID：%1 个</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
</context>
</TS>
