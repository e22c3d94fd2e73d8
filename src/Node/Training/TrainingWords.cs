using Entraide.Core.Text;
using Entraide.Core.Training;
using Entraide.Node.Guide;

namespace Entraide.Node.Training;

/// <summary>A piece of a training's words as somebody reads it.</summary>
/// <param name="Language">That it is really in.</param>
/// <param name="Version">Of the source, or of the translation where that is read.</param>
public sealed record TrainingPhrase(string Text, string Language, bool IsUnreviewed, int Version);

/// <summary>The words of a training in one language; where a translation is missing or dangerously old, those of the source.</summary>
public sealed class TrainingWords(string language, Func<string, TrainingPhrase?> find)
{
    private static readonly TrainingPhrase None = new("", Language.English.Tag, false, 0);

    public string Tag => language;

    public TrainingPhrase this[string id] => find(id) ?? None;

    /// <summary>Without marks.</summary>
    public string Plain(string id) => InlineMarkup.Plain(InlineMarkup.Parse(this[id].Text));

    /// <summary>For an attribute: the language of a piece where it is not that of the page.</summary>
    public string? Other(string id) => this[id].Language == language ? null : this[id].Language;

    /// <summary>As the text engine has them now.</summary>
    public static async Task<TrainingWords> Read(LivingTexts texts, TrainingDesign design, string language)
    {
        var blocks = (await texts.Read(design.Document, language)).Blocks.ToDictionary(block => block.Id, StringComparer.Ordinal);
        return new TrainingWords(language, id => blocks.GetValueOrDefault(id) is { } block ? new TrainingPhrase(block.Shown.Text, block.Shown.Language, block.Shown.Unreviewed, block.Version) : null);
    }

    /// <summary>As a kit has them.</summary>
    public static TrainingWords Of(Kit kit, string language) => new(language, id =>
        kit.Texts.TryGetValue(language, out var text) && text.Words.TryGetValue(id, out var words) ? new TrainingPhrase(words, language, !text.Reviewed.Contains(id), 1)
        : kit.Texts[kit.Design.SourceLanguage].Words.TryGetValue(id, out var source) ? new TrainingPhrase(source, kit.Design.SourceLanguage, false, 1) : null);
}
