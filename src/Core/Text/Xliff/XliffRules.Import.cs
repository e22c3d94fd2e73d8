namespace Entraide.Core.Text.Xliff;

/// <summary>The rules for what comes back from a translator, unit by unit.</summary>
public static partial class XliffRules
{
    public static readonly XliffRule CodeMissing = House("code-missing", "Every code of the source is in the target.");
    public static readonly XliffRule CodeExtra = House("code-extra", "The target has no code that the source does not have.");
    public static readonly XliffRule CodeRepeated = House("code-repeated", "A code stands in the target once.");
    public static readonly XliffRule CodePair = House("code-pair", "The two halves of a code are both there, in order, and cross no other pair.");
    public static readonly XliffRule CodeVoid = House("code-void", "A pair of codes has words in between.");
    public static readonly XliffRule CodeUnreadable = House("code-unreadable", "A code of the source is one that was exported.");
    public static readonly XliffRule TargetEmpty = House("target-empty", "A target that is more than initial says something.");
    public static readonly XliffRule TargetSame = House("target-same", "A translation differs from its source, or somebody has looked.");
    public static readonly XliffRule TargetLength = House("target-length", "A target is not longer than its place.");
    public static readonly XliffRule TargetMarkup = House("target-markup", "A target can be kept: codes do not stand in each other in a way that the text cannot hold.");
    public static readonly XliffRule SourceChanged = House("source-changed", "The source is the one that was sent.");
    public static readonly XliffRule SourceOlder = House("source-older", "The translation is of the current version of the source.");
}
