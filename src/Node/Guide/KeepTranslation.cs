using Entraide.Core.Text.Blocks;
using Entraide.Node.Platform.Access;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Guide;

/// <summary>Writes translations down, within a change. Nothing is overwritten: each is a new version of its unit.</summary>
internal static class KeepTranslation
{
    /// <summary>In letters: the reason of a translator or reviewer.</summary>
    public const int LongestNote = 500;

    /// <param name="seen">The number of the version that whoever wrote it had before her; null where she was not asked.</param>
    /// <exception cref="HeldUpException">Somebody else wrote one meanwhile.</exception>
    public static async Task Add(GuideDb db, TranslatableText text, string language, PlannedUnit unit, TranslationOrigin origin, Caller caller, string note, int? seen, DateTimeOffset at)
    {
        var number = await Newest(db, text, unit.Unit.Block, language);
        if (seen is { } known && known != number) throw new HeldUpException("unit.fault.meanwhile");
        db.Translations.Add(new StoredTranslation
        {
            Document = text.Id,
            BlockId = unit.Unit.Block,
            Language = language,
            Number = number + 1,
            Text = unit.Unit.Text,
            BasedOn = unit.Unit.BasedOn,
            State = unit.State,
            Origin = origin,
            TranslatorId = caller.Role == Role.Node ? null : caller.AccountId,
            Note = note,
            At = at,
        });
    }

    /// <summary>The number of the newest version of a unit, as it stands in this transaction; 0 where there is none.</summary>
    public static async Task<int> Newest(GuideDb db, TranslatableText text, string block, string language) =>
        Math.Max(text.Latest(block, language)?.Number ?? 0, await db.Translations.Where(one => one.Document == text.Id && one.BlockId == block && one.Language == language).MaxAsync(one => (int?)one.Number) ?? 0);

    /// <summary>What the note says of what was found and kept all the same.</summary>
    public static string Note(PlannedUnit unit, string reason) =>
        string.Join(": ", ((string[])[string.Join(", ", unit.Findings.Select(one => one.Check).Distinct()), reason.Trim()]).Where(part => part.Length > 0));
}

/// <summary>A change that cannot be made as things stand; <paramref name="key"/> is that of the sentence that says why.</summary>
internal sealed class HeldUpException(string key) : Exception
{
    public string Key => key;
}
