using Entraide.Node.Platform;

namespace Entraide.Node.Guide;

/// <summary>What texts and languages are called on the translators' pages.</summary>
internal static class TranslationNames
{
    public static string Of(Frame frame, TranslatableText text) =>
        text.IsNational ? frame.Say.Say("translate.national", ("country", CountryNames.NameOf(frame, text.Id)))
        // Of what other modules keep there are several: which one, its id says.
        : text.Id.Split('-') is [var kind, _, ..] && kind == "training" ? $"{frame.Say["text." + kind]}: {text.Id[(kind.Length + 1)..]}" : frame.Say["text." + text.Id.Split('-')[0]];

    /// <summary>A language's own name.</summary>
    public static string Language(string tag) => Core.Text.Language.Find(tag)?.Name ?? tag;

    public static string Direction(string tag) => Core.Text.Language.Find(tag)?.Direction ?? "ltr";
}
