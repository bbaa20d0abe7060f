"""The text of a catalog entry of the right form, of which each test changes a part."""

_ENTRY = """
[[entry]]
id = "{id}"
match = {{ {match} }}
en.title = "A title"
en.cause = "{en}"
en.why = ["A cause."]
en.fix = ["A step."]
zh.title = "标题"
zh.cause = "{zh}"
zh.why = ["原因。"]
zh.fix = ["步骤。"]
source = "https://example.com/wiki"
checked = 2026-11-21
"""


def entry(id_, match="", en="What happened.", zh="现象。"):
    """Give an entry that is matched by its id as a code, unless `match` says otherwise; `en` and `zh` are its causes."""
    return _ENTRY.format(id=id_, match=match or f'code = "{id_}"', en=en, zh=zh)
