using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Entraide.Core.Text.Xliff.Rules;

/// <summary>Attributes of modules on elements of the core: format style (5.3), size and length restriction (5.7).</summary>
internal static partial class AttributeCheck
{
    // 5.3.5.1 fs: the table of values.
    private static readonly HashSet<string> Styles = new(StringComparer.Ordinal)
    {
        "a", "b", "bdo", "big", "blockquote", "body", "br", "button", "caption", "center", "cite", "code", "col", "colgroup", "dd", "del", "div", "dl", "dt", "em",
        "h1", "h2", "h3", "h4", "h5", "h6", "head", "hr", "html", "i", "img", "label", "legend", "li", "ol", "p", "pre", "q", "s", "samp", "select", "small", "span",
        "strike", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "title", "tr", "tt", "u", "ul",
    };

    public static void Run(XElement element, Check check)
    {
        if ((string?)element.Attribute(XliffNames.FormatStyle + "fs") is { } style && !Styles.Contains(style))
            check.Fault(XliffRules.StyleValue, element, $"fs:fs is “{Quoted.Line(style)}”.", "Write an element of HTML that the standard lists, such as p, b or img.");
        if (element.Attribute(XliffNames.FormatStyle + "subFs") is not null && element.Attribute(XliffNames.FormatStyle + "fs") is null)
            check.Fault(XliffRules.StyleSub, element, "it has fs:subFs without fs:fs.", "Add fs:fs.");
        foreach (var attribute in element.Attributes().Where(one => one.Name.Namespace == XliffNames.Sizes)) Size(element, attribute, check);
    }

    private static void Size(XElement element, XAttribute attribute, Check check)
    {
        var (name, value) = (attribute.Name.LocalName, attribute.Value);
        if (name is "sizeRestriction" or "storageRestriction")
        {
            if (Profile(element, name == "sizeRestriction" ? "generalProfile" : "storageProfile") is null or { IsStandard: true } && !Restriction().IsMatch(value))
                check.Fault(XliffRules.SizeForm, element, $"slr:{name} is “{Quoted.Line(value)}”.", "Write *, a whole number, or two of them with a comma: 0,90 or 5,*.");
        }
        else if (name == "equivStorage" && Profile(element, "storageProfile") is null or { IsStandard: true } && !IsWhole(value)) Number();
        // Without a profile the information is free text; a number is whole under every standard profile.
        else if (name == "sizeInfo" && !IsWhole(value) && (Profile(element, "generalProfile") is { IsStandard: true } || LooksLikeNumber().IsMatch(value))) Number();
        else if (name == "sizeInfoRef")
        {
            if (element.Attribute(XliffNames.Sizes + "sizeInfo") is not null) check.Fault(XliffRules.SizeBoth, element, "it has slr:sizeInfo and slr:sizeInfoRef.", "Keep one.");
            var data = element.AncestorsAndSelf().Where(one => one.Parent is not null).SelectMany(one => one.Parent!.Elements(XliffNames.Sizes + "data")).Concat(element.Elements(XliffNames.Sizes + "data"));
            if (!data.SelectMany(one => one.Descendants()).Any(one => (string?)one.Attribute("id") == value || (string?)one.Attribute(XliffNames.XmlId) == value))
                check.Fault(XliffRules.SizeRef, element, $"“{Quoted.Line(value)}” is in no <slr:data> beside it or beside what contains it.", "Add the data, or take the reference out.");
        }

        void Number() => check.Fault(XliffRules.SizeNumber, element, $"slr:{name} is “{Quoted.Line(value)}”.", "Write a whole number.");
    }

    /// <summary>The profile that the file names, and whether it is one of the standard's (5.7.6), whose values are known.</summary>
    private static SizeProfile? Profile(XElement element, string which) =>
        (string?)element.AncestorsAndSelf(XliffNames.File).Elements(XliffNames.Sizes + "profiles").Attributes(which).FirstOrDefault() is { Length: > 0 } name ? new SizeProfile(name) : null;

    private static bool IsWhole(string value) => value.Length > 0 && value.All(char.IsAsciiDigit);

    [GeneratedRegex(@"^(\*|[0-9]+(,([0-9]+|\*))?)\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Restriction();

    [GeneratedRegex(@"^[-+]?[0-9]*[.,]?[0-9]+([eE][-+]?[0-9]+)?\z", RegexOptions.ExplicitCapture)]
    private static partial Regex LooksLikeNumber();

    private sealed record SizeProfile(string Name)
    {
        public bool IsStandard => Name.StartsWith("xliff:", StringComparison.Ordinal);
    }
}
