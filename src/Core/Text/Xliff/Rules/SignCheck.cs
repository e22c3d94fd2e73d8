using System.Xml.Linq;

namespace Entraide.Core.Text.Xliff.Rules;

/// <summary>Signs in targets that nobody sees and that change what is read.</summary>
internal static class SignCheck
{
    public static void Run(IEnumerable<XElement> targets, Check check)
    {
        foreach (var text in targets.SelectMany(target => target.DescendantNodes()).OfType<XText>())
            if (Refusal(text.Value) is var (rule, what))
                check.Fault(rule, text, $"the target holds {what}.", "Take it out; the letters around it are enough.");
    }

    /// <summary>The first sign that is refused; null where there is none. Line breaks and tabs are blanks of XML.</summary>
    public static (XliffRule Rule, string What)? Refusal(string text)
    {
        for (var i = 0; i < text.Length; i++)
            if (text[i] is not ('\n' or '\r' or '\t') && TextSigns.Refusal(text, i) is { } what)
                return (what.Contains("bidirectional", StringComparison.Ordinal) ? XliffRules.TargetBidi : what.Contains("invisible", StringComparison.Ordinal) ? XliffRules.TargetInvisible : XliffRules.TargetControl, what);
        return null;
    }
}
