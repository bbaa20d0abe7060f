"""The scanner of our own: what is there is read, damage is marked, every value is a slice; lxml agrees where it can."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from inspector import xml_scan
from inspector.model import Excerpt
from inspector.xml_scan import flaws, scan


def read(text):
    """Give ({path: value}, [problem ids]) of a document."""
    nodes, problems = scan(Excerpt(text))
    found = {}

    def walk(node, above):
        path = f"{above}/{node.label}" if above else node.label
        found[path] = node.value
        for child in node.children:
            walk(child, path)

    for node in nodes:
        walk(node, "")
    return found, [problem.id for problem in problems]


def error(inner):
    return f"<Error>{inner}</Error>"


# well-formed


def test_elements_are_read_with_their_nesting():
    found, problems = read(error("<Code>A</Code><Detail><Type>B</Type></Detail>"))
    assert found == {"Error": "", "Error/Code": "A", "Error/Detail": "", "Error/Detail/Type": "B"}
    assert problems == []


def test_values_on_lines_of_their_own_are_trimmed():
    assert read(error("<Code>\r\n   A b\r\n</Code>"))[0]["Error/Code"] == "A b"


def test_inner_line_ends_are_kept():
    assert read(error("<StringToSign>PUT\n\n\nx</StringToSign>"))[0]["Error/StringToSign"] == "PUT\n\n\nx"


def test_attributes_declarations_comments_and_instructions_are_no_values():
    text = '<?xml version="1.0" encoding="UTF-8"?><!-- a <Code>b</Code> --><Error xmlns="c"><?pi d?><Code a=">">e</Code></Error>'
    assert read(text) == ({"Error": "", "Error/Code": "e"}, [])


def test_the_five_entities_and_numbers_are_decoded_once():
    assert read(error("<M>&lt;&gt;&amp;&quot;&apos;&#65;&#x42;&amp;lt;</M>"))[0]["Error/M"] == "<>&\"'AB&lt;"


def test_what_no_text_can_hold_stays_as_received():
    assert read(error("<M>&#0;&#xD800;&#x110000;&nbsp;</M>"))[0]["Error/M"] == "&#0;&#xD800;&#x110000;&nbsp;"


def test_cdata_is_taken_literally():
    found, problems = read(error("<M><![CDATA[<b>&amp;</b>]]></M><N>a<![CDATA[<]]>b</N>"))
    assert (found["Error/M"], found["Error/N"]) == ("<b>&amp;</b>", "a<b")
    assert problems == []


def test_empty_elements_are_read():
    assert read(error("<A/><B></B><C />"))[0] == {"Error": "", "Error/A": "", "Error/B": "", "Error/C": ""}


def test_spans_cover_the_trimmed_value_and_blocks_the_element():
    text = error("<Code>  A&amp;B  </Code>")
    (root,), _ = scan(Excerpt(text))
    node = root.children[0]
    assert text[node.span.start : node.span.end] == "A&amp;B"
    assert text[node.block.start : node.block.end] == "<Code>  A&amp;B  </Code>"
    assert not node.damaged


# damaged


@pytest.mark.parametrize(
    ("text", "values", "problems"),
    [
        (
            "<Error><Code>A</Code><Message>cut he",
            {"Error/Code": "A", "Error/Message": "cut he"},
            ["xml-truncated"],
        ),
        ("<Error><Code>A</Code><Mess", {"Error/Code": "A"}, ["xml-truncated"]),
        ("<Error><Code>A</Co", {"Error/Code": "A"}, ["xml-truncated"]),
        ("<Error><Code>A<", {"Error/Code": "A"}, ["xml-truncated"]),
        (error("<Code>A<Id>B</Id>"), {"Error/Code": "A", "Error/Id": "B"}, ["xml-unclosed"]),
        (error("<Code>A</Code></Gone><Id>B</Id>"), {"Error/Code": "A", "Error/Id": "B"}, ["xml-stray-end"]),
        (error("<Doc>?q=1&v=2&code=3</Doc>"), {"Error/Doc": "?q=1&v=2&code=3"}, ["xml-bare-ampersand"]),
        (error("<M>1 < 2</M>"), {"Error/M": "1 < 2"}, ["xml-stray-sign"]),
        ('<? xml version="1.0" ? ><Error><Code>A</Code></Error>', {"Error/Code": "A"}, ["xml-declaration"]),
        ("<Error xmlns=“http://a”><Code>A</Code></Error>", {"Error/Code": "A"}, ["xml-curly-quotes"]),
        ('<!DOCTYPE a [<!ENTITY b "c">]><Error><Code>A</Code></Error>', {"Error/Code": "A"}, ["xml-dtd"]),
        ("<Error><Code>A</Code></Error><Error><Code>B</Code></Error>", {"Error/Code": "B"}, []),
        (error("<Id>a<!-- x -->b</Id>"), {"Error/Id": "a<!-- x -->b"}, ["xml-mixed"]),
        (
            error("<M>see <b>this</b> now</M>"),
            {"Error/M": "see <b>this</b> now", "Error/M/b": "this"},
            ["xml-mixed"],
        ),
        (error("<Id>a\x00b</Id>"), {"Error/Id": "a\x00b"}, []),
    ],
)
def test_damage_is_told_and_the_rest_is_read(text, values, problems):
    found, told = read(text)
    assert found.items() >= values.items()
    assert told == problems


def test_damage_is_marked_at_its_node():
    (root,), _ = scan(Excerpt("<Error><Code>A</Code><Message>cut"))
    code, message = root.children
    assert (root.damaged, code.damaged, message.damaged) == (True, False, True)


def test_depth_and_number_are_bounded_and_what_follows_is_still_read():
    deep, told = read("<Error>" + "<a>" * 300 + "x" + "</a>" * 300 + "<Code>A</Code></Error>")
    assert max(path.count("/") for path in deep) < xml_scan.MOST_DEPTH
    assert "xml-too-deep" in told
    _, told = read("<Error>" + "<a/>" * (xml_scan.MOST_TAGS + 5) + "</Error>")
    assert "xml-too-many-tags" in told


def test_a_long_mixed_value_shows_its_first_piece_only():
    found, _ = read(error("<M>first<b/>" + "x" * xml_scan.MOST_MIXED + "</M>"))
    assert found["Error/M"] == "first"


# strictness is asked of lxml, values never


def test_flaws_are_named_and_well_formed_text_has_none():
    assert flaws(error("<Code>A</Code>")) == ""
    assert flaws('<?xml version="1.0" encoding="GBK"?>' + error("<Code>签</Code>")) == ""
    assert "mismatch" in flaws("<Error><Code>A</Error>")
    assert flaws(error("<M>&#0;</M>"))


def test_an_entity_is_never_resolved(tmp_path):
    canary = tmp_path / "canary"
    canary.write_text("CANARY")
    text = f'<!DOCTYPE a [<!ENTITY b SYSTEM "{canary.as_uri()}">]><Error><M>&b;</M></Error>'
    assert "CANARY" not in flaws(text)
    assert read(text)[0]["Error/M"] == "&b;"


def test_what_is_plainly_sound_has_no_flaws():
    text = '<?xml version="1.0" encoding="UTF-8"?>\n' + error("<Code>A &amp; B</Code>\n")
    assert xml_scan.is_plainly_sound(text, ())
    assert flaws(text) == ""
    assert not xml_scan.is_plainly_sound(error('<a b="c"/>'), ())


NAMES = st.sampled_from(["Code", "Message", "RequestId", "a", "b-c", "d.e", "_f", "G1"])
WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"]) | st.sampled_from(" \n&<>\"'"),
    max_size=20,
)


def escaped(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


LEAVES = st.builds(escaped, WORDS) | st.builds(
    lambda text: f"<![CDATA[{text}]]>", WORDS.filter(lambda text: "]]>" not in text)
)
ELEMENTS = st.recursive(
    st.builds("<{0}>{1}</{0}>".format, NAMES, LEAVES),
    lambda inner: st.builds(
        lambda name, rows, gap: f"<{name} k='v>'>{gap}{gap.join(rows)}{gap}</{name}>",
        NAMES,
        st.lists(inner, max_size=4),
        st.sampled_from(["", "\n  ", "<!-- no <Code>x</Code> -->", "<?go on?>"]),
    ),
    max_leaves=12,
)


def seen_by_lxml(element, above=""):
    path = f"{above}/{element.tag}" if above else element.tag
    children = [child for child in element if isinstance(child.tag, str)]
    yield path, (element.text or "").strip() if not children else ""
    for child in children:
        yield from seen_by_lxml(child, path)


def seen_by_us(node, above=""):
    path = f"{above}/{node.label}" if above else node.label
    yield path, node.value
    for child in node.children:
        yield from seen_by_us(child, path)


@given(ELEMENTS)
@settings(max_examples=300)
def test_lxml_and_the_scanner_agree_on_well_formed_documents(text):
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    (root,), problems = scan(Excerpt(text))
    assert list(seen_by_us(root)) == list(seen_by_lxml(etree.fromstring(text.encode(), parser)))
    assert problems == ()
    assert flaws(text) == ""


PIECES = st.sampled_from(
    ["<", ">", "/", "&", ";", '"', "'", "!", "-", "?", "[", "]", "“", " ", "\n", "a", "Code", "<Error>", "</Error>", "<Code>",
     "</Code>", "<!--", "-->", "<![CDATA[", "]]>", "<?xml ", "?>", "<!DOCTYPE", "&amp;", "&#65;", "&#xD800;", "\x00", "\x1c"]
)  # fmt: skip


def nodes(tree):
    for node in tree:
        yield node
        yield from nodes(node.children)


def without_marks(text):
    """Leave out the marks of CDATA, which part a value without being part of it."""
    return re.sub(r"<!\[CDATA\[|\]\]>", "", text)


@given(st.lists(PIECES, max_size=60).map("".join))
@settings(max_examples=500)
def test_no_heap_of_pieces_makes_it_fail_or_invent(text):
    tree, _ = scan(Excerpt(text))
    decoded = text.replace("&amp;", "&").replace("&#65;", "A")
    for node in nodes(tree):
        assert any(without_marks(node.value) in without_marks(form) for form in (text, decoded)), node
        assert 0 <= node.block.start <= node.span.start <= node.span.end <= node.block.end <= len(text), node


class Counted(str):
    """A text that counts the characters looked at by its searches and slices."""

    __slots__ = ("looked",)

    def find(self, sub, start=0, end=None):
        found = super().find(sub, start, len(self) if end is None else end)
        self.looked += (len(self) if end is None else end) - start if found < 0 else found - start
        return found

    def __getitem__(self, key):
        piece = super().__getitem__(key)
        self.looked += len(piece)
        return piece


@pytest.mark.parametrize(
    "piece",
    ["<", "<a>", "</a>", "<a", "<!a>", "<![x>", "<!--", "<![CDATA[", "<?x ", "&", "&amp", '<a "', "<a b='", "<Error>", "x<b>",
     "a<!---->", "a<![CDATA[b]]>", "]]>", "<a>x</a>", "<!DOCTYPE ["],
)  # fmt: skip
def test_work_grows_with_the_length_alone(piece):
    """Counted in characters looked at, not in time: what every step reads again must not grow with the text."""

    def looked(size):
        text = Counted("<Error>" + piece * (size // len(piece)))
        text.looked = 0
        scan(Excerpt(text))
        return text.looked

    assert looked(64_000) <= 2.5 * looked(32_000) + 1000
    assert looked(64_000) <= 200 * 64_000


def test_what_opens_in_a_value_and_never_closes_is_text():
    (root,), problems = scan(Excerpt("<Error><Key>a/R&D <draft>.txt</Key><EC>1</EC></Error>"))
    assert [child.value for child in root.children] == ["a/R&D <draft>.txt", "1"]
    assert {problem.id for problem in problems} >= {"xml-stray-sign"}


def test_blanks_in_an_end_tag_and_a_line_that_a_pager_cut():
    text = "<Error><Code>NoSuchKey< / Code><Message>The specified ke>\n<EC>1</EC></Error>"
    (root,), _ = scan(Excerpt(text))
    assert [(child.label, child.kind) for child in root.children] == [
        ("Code", "element"),
        ("Message", "cut"),
        ("EC", "element"),
    ]
