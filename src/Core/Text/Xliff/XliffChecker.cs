using System.Globalization;
using System.Xml.Linq;
using Entraide.Core.Text.Xliff.Rules;

namespace Entraide.Core.Text.Xliff;

/// <summary>
/// Says whether a file is XLIFF 2.1 (or 2.0, which 2.1 contains) in every constraint of the core and of its modules that a
/// program can decide, and fit to be taken from strangers. Reads; changes nothing.
/// </summary>
public static class XliffChecker
{
    /// <summary>Every rule that the file breaks; none where it is valid.</summary>
    public static IReadOnlyList<XliffFault> Faults(ReadOnlyMemory<byte> file, XliffOptions? options = null)
    {
        try
        {
            Read(file, options ?? XliffOptions.Any);
            return [];
        }
        catch (XliffException e)
        {
            return e.Faults;
        }
    }

    /// <exception cref="XliffException">The file breaks a rule.</exception>
    internal static XliffText Read(ReadOnlyMemory<byte> file, XliffOptions options)
    {
        var text = XliffText.Read(file);
        var check = new Check();
        Head(text.Root, options);
        foreach (var unit in text.Root.Descendants(XliffNames.Unit)) Size(unit);
        SchemaCheck.Run(text.Root, check);
        // The rules below name elements where the table puts them.
        if (check.IsClean) Rules(text.Root, options, check);
        return check.IsClean ? text : throw new XliffException(check.Faults);
    }

    /// <summary>
    /// The file with the faults of its targets by unit: what one translator did to one text refuses that text, not the others.
    /// Targets whose shape is wrong are taken out of the document.
    /// </summary>
    /// <exception cref="XliffException">The file breaks a rule elsewhere than in a target.</exception>
    internal static (XliffText Text, ILookup<XElement, XliffFault> Faults) Judge(ReadOnlyMemory<byte> file, XliffOptions options)
    {
        var text = XliffText.Read(file);
        var check = new Check();
        Head(text.Root, options);
        foreach (var unit in text.Root.Descendants(XliffNames.Unit)) Size(unit);
        SchemaCheck.Run(text.Root, check);
        if (check.FileFaults.Count > 0) throw new XliffException(check.FileFaults);
        foreach (var part in check.UnitFaults.SelectMany(unit => unit.Key.Elements()).Where(part => part.Element(XliffNames.Target) is not null))
        {
            part.Element(XliffNames.Target)!.Remove();
            part.SetAttributeValue("state", null);
            part.SetAttributeValue("subState", null);
        }
        Rules(text.Root, options, check);
        return check.FileFaults.Count == 0 ? (text, check.UnitFaults) : throw new XliffException(check.FileFaults);
    }

    /// <summary>A unit that is too large is refused before its content is looked at.</summary>
    internal static void Size(XElement unit)
    {
        var span = XliffText.SpanOf(unit);
        if (span.End - span.Start > XliffOptions.LargestUnit)
            throw new XliffException(XliffRules.UnitSize, $"it has {(span.End - span.Start).ToString("N0", CultureInfo.InvariantCulture)} letters; at most {XliffOptions.LargestUnit.ToString("N0", CultureInfo.InvariantCulture)} are read.", "Split the text.", XliffText.LineOf(unit), $"unit {Quoted.Line((string?)unit.Attribute("id") ?? "without id")}");
    }

    /// <summary>The languages that the reader asked for.</summary>
    internal static void Languages(string? source, string? target, XliffOptions options, int line)
    {
        if (options.SourceLanguage is { } asked && source is not null && !Values.SameLanguage(asked, source))
            throw new XliffException(XliffRules.SourceLanguageAsked, $"the source language is {Quoted.Line(source)}, and the job's is {asked}.", "Give the file of this job.", line);
        if (options.TargetLanguage is { } wanted && !Values.SameLanguage(wanted, target))
            throw new XliffException(XliffRules.TargetLanguageAsked, target is null ? $"the file does not say its target language, and {wanted} was asked for." : $"the target language is {Quoted.Line(target)}, and {wanted} was asked for.", $"Give the file in {wanted}.", line);
    }

    private static void Head(XElement root, XliffOptions options)
    {
        var line = XliffText.LineOf(root);
        if (root.Name != XliffNames.Xliff)
            throw new XliffException(XliffRules.XliffRoot, root.Name.LocalName == "xliff" ? $"this is <xliff> of the namespace “{Quoted.Line(root.Name.NamespaceName)}”, which is another version." : $"the outermost element is <{Quoted.Line(root.Name.LocalName)}>, not <xliff>.", "Give a file of XLIFF 2.", line);
        if ((string?)root.Attribute("version") is { } version && version is not ("2.0" or "2.1"))
            throw new XliffException(XliffRules.XliffVersion, $"the version is “{Quoted.Line(version)}”.", "Save it as XLIFF 2.1 or 2.0.", line);
        Languages((string?)root.Attribute("srcLang"), (string?)root.Attribute("trgLang"), options, line);
    }

    private static void Rules(XElement root, XliffOptions options, Check check)
    {
        List<XElement> judged = [];
        Judged(root, judged);
        StructureCheck.Run(judged, check);
        MarkerCheck.Notes(judged, check);
        foreach (var element in judged)
        {
            AttributeCheck.Run(element, check);
            ItsCheck.Run(element, check);
            ModuleCheck.Run(element, check);
            if (element.Name != XliffNames.Unit && element.Name != XliffNames.Match) continue;
            var scope = element.Name == XliffNames.Unit ? InlineScope.OfUnit(element) : InlineScope.OfMatch(element);
            CodeCheck.Run(scope, check);
            ReorderCheck.Run(scope, check);
            MarkerCheck.Run(scope, check);
            if (!options.HiddenSigns) SignCheck.Run(scope.Targets, check);
        }
    }

    /// <summary>All elements of the standard, without what stands in extensions, skeletons and resources.</summary>
    private static void Judged(XElement element, List<XElement> judged)
    {
        judged.Add(element);
        if (Schema.Of(element.Name) is null or { Free: true }) return;
        foreach (var child in element.Elements().Where(child => XliffNames.IsKnown(child.Name.Namespace)))
            Judged(child, judged);
    }
}
