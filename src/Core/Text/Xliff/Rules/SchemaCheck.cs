using System.Xml.Linq;

namespace Entraide.Core.Text.Xliff.Rules;

/// <summary>Elements, attributes and text stand where the table of <see cref="Schema"/> puts them, with values of the right kind.</summary>
internal static class SchemaCheck
{
    public static void Run(XElement element, Check check)
    {
        // The depth of a file is bounded (XliffOptions.DeepestNesting), so that this may call itself.
        if (Schema.Of(element.Name) is not { } rule)
        {
            check.Fault(XliffRules.ElementUnknown, element, "the standard has no such element.", "Take it out, or put it into a namespace of its own where extensions may stand.");
            return;
        }
        Attributes(element, rule, check);
        if (rule.Free) return;
        foreach (var text in element.Nodes().OfType<XText>().Where(text => !rule.Text && !IsBlank(text.Value)))
            check.Fault(XliffRules.TextPlace, text, $"the text “{Quoted.Line(text.Value.Trim())}” stands where only elements may stand.", "Take it out, or put it into a source, a target or a note.");
        Children(element, rule, check);
        foreach (var child in element.Elements().Where(child => XliffNames.IsKnown(child.Name.Namespace))) Run(child, check);
    }

    private static bool IsBlank(string text) => text.AsSpan().Trim(" \t\r\n").IsEmpty;

    private static void Attributes(XElement element, ElementRule rule, Check check)
    {
        foreach (var attribute in element.Attributes().Where(attribute => !attribute.IsNamespaceDeclaration)) Attribute(element, attribute, rule, check);
        foreach (var missing in rule.Attributes.Where(one => one.Required && element.Attribute(one.Name) is null))
            check.Fault(XliffRules.AttributeMissing, element, $"the attribute {XliffNames.Show(missing.Name)} is missing.", "Add it.");
    }

    private static void Attribute(XElement element, XAttribute attribute, ElementRule rule, Check check)
    {
        var (name, shown) = (attribute.Name, XliffNames.Show(attribute.Name));
        string kind;
        if (rule.Attributes.FirstOrDefault(one => one.Name == name) is { } known) kind = known.Kind;
        else if (name == XliffNames.XmlLang && rule.Name == XliffNames.Match)
        {
            check.Fault(XliffRules.MatchLanguage, attribute, "a match has no language of its own.", "Take xml:lang out; the source and the target of the match may have it.");
            return;
        }
        else if (XliffNames.IsKnown(name.Namespace))
        {
            if (Schema.ModuleAttribute(name) is not { } module || !rule.Namespaces.Contains(Prefix(name)) || !(module.On.IsEmpty || module.On.Contains(rule.Name.LocalName)))
            {
                check.Fault(XliffRules.AttributeUnknown, attribute, $"the attribute {shown} does not belong here.", "Take it out.");
                return;
            }
            kind = module.Kind;
        }
        else if (name.Namespace == XNamespace.None)
        {
            check.Fault(XliffRules.AttributeUnknown, attribute, $"the attribute {Quoted.Line(shown)} does not belong here.", rule.Attributes.IsEmpty ? "Take it out." : $"Known are: {string.Join(", ", rule.Attributes.Select(one => XliffNames.Show(one.Name)))}.");
            return;
        }
        else if (rule.Namespaces.Contains("other")) kind = name == XliffNames.XmlLang ? "lang" : name == XliffNames.XmlSpace ? "space" : "";
        else
        {
            check.Fault(XliffRules.AttributeForeign, attribute, $"the attribute {shown} of an extension may not stand here.", "Take it out, or put it on the unit, a note or a marker.");
            return;
        }
        if (Values.Expected(kind, attribute.Value) is { } expected)
            check.Fault(kind is "id" or "ids" ? XliffRules.IdForm : kind == "lang" ? XliffRules.LanguageForm : XliffRules.AttributeValue, attribute,
                $"{shown} is “{Quoted.Line(attribute.Value)}”.", $"Write {expected}.");
    }

    private static string Prefix(XName name) => XliffNames.Modules.First(module => module.Value == name.Namespace).Key;

    private static void Children(XElement element, ElementRule rule, Check check)
    {
        var (at, count) = (0, 0);
        HashSet<XName> modules = [];
        foreach (var child in element.Elements())
        {
            var place = at;
            while (place < rule.Children.Length && !Fits(rule, rule.Children[place], child.Name)) place++;
            if (place == rule.Children.Length)
            {
                Misplaced(rule, child, check);
                continue;
            }
            if (place > at)
            {
                Missing(element, rule, at, count, place, check);
                (at, count) = (place, 0);
            }
            if (++count > rule.Children[at].Most)
                check.Fault(XliffRules.ElementRepeated, child, $"there is more than one <{XliffNames.Show(child.Name)}> in <{XliffNames.Show(element.Name)}>.", "Keep one.");
            if (IsSingle(child.Name) && !modules.Add(child.Name))
                check.Fault(XliffRules.ElementRepeated, child, $"there is more than one <{XliffNames.Show(child.Name)}> in <{XliffNames.Show(element.Name)}>.", "Put them into one.");
        }
        Missing(element, rule, at, count, rule.Children.Length, check);
    }

    private static bool Fits(ElementRule rule, Particle particle, XName name) =>
        particle.IsExtension ? !XliffNames.IsKnown(name.Namespace) || rule.Modules.Contains(name) : particle.Names.Contains(name);

    // Of change tracking and size data there may be several.
    private static bool IsSingle(XName name) => XliffNames.IsKnown(name.Namespace) && name.LocalName is "metadata" or "matches" or "glossary" or "resourceData" or "validation" or "profiles" && name.Namespace != XliffNames.Core;

    private static void Misplaced(ElementRule rule, XElement child, Check check)
    {
        var (name, parent) = (XliffNames.Show(child.Name), XliffNames.Show(rule.Name));
        if (!XliffNames.IsKnown(child.Name.Namespace))
            check.Fault(XliffRules.ElementForeign, child, $"an element of an extension may not stand here in <{parent}>.", rule.Children.Any(one => one.IsExtension) ? "Put it before the notes, groups and units, or the segments." : "Put it into the file, the group or the unit.");
        else if (Schema.Of(child.Name) is not null)
            check.Fault(XliffRules.ElementPlace, child, $"<{name}> may not stand here in <{parent}>.", rule.Children.IsEmpty ? $"<{parent}> holds no elements." : $"In order: {string.Join(", ", rule.Children.Select(Show))}.");
    }

    private static void Missing(XElement element, ElementRule rule, int at, int count, int until, Check check)
    {
        for (var i = at; i < until; i++)
            if ((i == at ? count : 0) < rule.Children[i].Least)
                check.Fault(XliffRules.ElementMissing, element, $"{Show(rule.Children[i])} is missing.", "Add it, in its place.");
    }

    private static string Show(Particle particle) => particle.IsExtension ? "extensions" : string.Join(" or ", particle.Names.Select(name => $"<{XliffNames.Show(name)}>"));
}
