using System.Collections.Immutable;
using Entraide.Core.Assistance;
using Entraide.Node.Platform.Storage;

namespace Entraide.Node.Assistance;

/// <summary>How a field is asked for.</summary>
public enum CaseFieldKind { Line, Text, Date, Choice, Choices, Country }

/// <summary>A field of a case.</summary>
/// <param name="Id">Names it in the store, in forms and in messages; never used again for anything else.</param>
/// <param name="Section">The form that it stands on.</param>
/// <param name="Class">Who may open it.</param>
/// <param name="Item">Under which consent it may leave.</param>
/// <param name="Choices">The codes that can be chosen; empty for the kinds without.</param>
public sealed record CaseField(string Id, string Section, FieldClass Class, DataItem Item, CaseFieldKind Kind, ImmutableArray<string> Choices)
{
    /// <summary>In letters.</summary>
    public int Longest => Kind == CaseFieldKind.Text ? 4000 : 200;

    /// <summary>Whether several values may be chosen; they are stored with semicolons between them.</summary>
    public bool IsSeveral => Kind == CaseFieldKind.Choices;
}

/// <summary>
/// All fields of a case, once: forms, pages, what a consent covers and what a file holds are made from this table. None of
/// them must be filled in, the name least of all (docs/policy.md; datACT: help without a name).
/// </summary>
public static class CaseFields
{
    /// <summary>The forms, in the order in which help is given: what she needs today comes before what she has lived through.</summary>
    public static readonly ImmutableArray<string> Sections = ["needs", "safety", "contact", "person", "work", "told", "facts"];

    private static readonly ImmutableArray<string> YesNo = ["yes", "no", "unknown"];

    public static readonly ImmutableArray<CaseField> All =
    [
        Field("needs-today", "needs", FieldClass.Narrative, DataItem.Needs, CaseFieldKind.Text),
        Field("needs-later", "needs", FieldClass.Narrative, DataItem.Needs, CaseFieldKind.Text),
        Field("plan", "needs", FieldClass.Narrative, DataItem.Needs, CaseFieldKind.Text),
        Field("health", "needs", FieldClass.Narrative, DataItem.Health, CaseFieldKind.Text),
        Field("services", "needs", FieldClass.Facts, DataItem.Facts, CaseFieldKind.Choices, [.. Enum.GetNames<ServiceKind>()]),

        Field("risks", "safety", FieldClass.Narrative, DataItem.Risks, CaseFieldKind.Text),
        Field("safety-plan", "safety", FieldClass.Narrative, DataItem.Risks, CaseFieldKind.Text),
        Field("family", "safety", FieldClass.Identity, DataItem.Family, CaseFieldKind.Text),

        Field("contact-ways", "contact", FieldClass.Location, DataItem.Contact, CaseFieldKind.Text),
        Field("contact-hours", "contact", FieldClass.Location, DataItem.Contact, CaseFieldKind.Line),
        Field("contact-never", "contact", FieldClass.Location, DataItem.Contact, CaseFieldKind.Text),
        Field("contact-word", "contact", FieldClass.Location, DataItem.Contact, CaseFieldKind.Line),
        Field("language", "contact", FieldClass.Facts, DataItem.Facts, CaseFieldKind.Choice, [.. SpokenLanguages.All.Select(one => one.Tag)]),
        Field("interpreter", "contact", FieldClass.Location, DataItem.Contact, CaseFieldKind.Line),
        Field("whereabouts", "contact", FieldClass.Location, DataItem.Whereabouts, CaseFieldKind.Text),

        Field("called", "person", FieldClass.Identity, DataItem.Name, CaseFieldKind.Line),
        Field("name", "person", FieldClass.Identity, DataItem.Name, CaseFieldKind.Line),
        Field("born", "person", FieldClass.Identity, DataItem.BirthDate, CaseFieldKind.Date),
        Field("citizenship", "person", FieldClass.Identity, DataItem.Citizenship, CaseFieldKind.Country),
        Field("papers", "person", FieldClass.Identity, DataItem.Documents, CaseFieldKind.Text),
        Field("residence", "person", FieldClass.Narrative, DataItem.Residence, CaseFieldKind.Text),

        Field("work", "work", FieldClass.Narrative, DataItem.Work, CaseFieldKind.Text),
        Field("wages", "work", FieldClass.Narrative, DataItem.Work, CaseFieldKind.Text),

        Field("account", "told", FieldClass.Narrative, DataItem.Account, CaseFieldKind.Text),
        // Directive 2011/36/EU art. 8: crimes and other unlawful acts that she was made to do.
        Field("made-to-do", "told", FieldClass.Narrative, DataItem.Account, CaseFieldKind.Text),
        Field("not-punished", "told", FieldClass.Narrative, DataItem.Account, CaseFieldKind.Choice, YesNo),

        Field("age", "facts", FieldClass.Facts, DataItem.Facts, CaseFieldKind.Choice, ["child", "perhaps-child", "18-20", "21-23", "24-26", "27-29", "30-38", "39-47", "48"]),
        Field("sex", "facts", FieldClass.Facts, DataItem.Facts, CaseFieldKind.Choice, ["female", "male", "other", "unsaid"]),
        Field("citizenship-group", "facts", FieldClass.Facts, DataItem.Facts, CaseFieldKind.Choice, ["own", "other-eu", "non-eu", "stateless", "unknown"]),
        Field("form", "facts", FieldClass.Facts, DataItem.Facts, CaseFieldKind.Choices, ["labour", "domestic", "begging", "crime", "sexual", "servitude", "organs", "marriage", "adoption", "surrogacy", "other"]),
        Field("sector", "facts", FieldClass.Facts, DataItem.Facts, CaseFieldKind.Choices, ["farming", "building", "making", "kitchens", "cleaning", "households", "transport", "care", "streets", "other"]),
        Field("means", "facts", FieldClass.Facts, DataItem.Facts, CaseFieldKind.Choices, ["deception", "debt", "papers", "wages", "threats", "violence", "isolation", "movement", "vulnerability", "payment"]),
        Field("recruited-in", "facts", FieldClass.Facts, DataItem.Facts, CaseFieldKind.Country),
        Field("exploited-in", "facts", FieldClass.Facts, DataItem.Facts, CaseFieldKind.Country),
    ];

    public static readonly IReadOnlyDictionary<string, CaseField> ById = All.ToDictionary(field => field.Id, StringComparer.Ordinal);

    public static IEnumerable<CaseField> Of(string section) => All.Where(field => field.Section == section);

    /// <summary>The fields that a consent in this item covers.</summary>
    public static IEnumerable<CaseField> Of(DataItem item) => All.Where(field => field.Item == item);

    /// <summary>The classes that must be opened to read these items.</summary>
    public static FieldClass[] ClassesOf(IEnumerable<DataItem> items) => [.. items.SelectMany(Of).Select(field => field.Class).Distinct().Order()];

    /// <summary>What is wrong with what was entered; null where it can be kept.</summary>
    public static bool IsSound(CaseField field, string value) => value.Length <= field.Longest && field.Kind switch
    {
        CaseFieldKind.Choice => field.Choices.Contains(value),
        CaseFieldKind.Choices => value.Split(';').All(field.Choices.Contains),
        CaseFieldKind.Date => DateOnly.TryParseExact(value, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.None, out _),
        CaseFieldKind.Country => value.Length == 2 && value.All(char.IsAsciiLetterUpper),
        _ => true,
    };

    private static CaseField Field(string id, string section, FieldClass fieldClass, DataItem item, CaseFieldKind kind, ImmutableArray<string> choices = default) => new(id, section, fieldClass, item, kind, choices.IsDefault ? [] : choices);
}

/// <summary>Languages that people who are helped speak: those of this program, and others for which an interpreter is found.</summary>
public static class SpokenLanguages
{
    /// <summary>Tag (IETF) and the language's own name for itself.</summary>
    public static readonly ImmutableArray<(string Tag, string Name)> All =
    [
        .. Core.Text.Language.All.Select(one => (one.Tag, one.Name)),
        ("bg", "български"), ("sq", "shqip"), ("sr", "српски"), ("mk", "македонски"), ("hu", "magyar"), ("pl", "polski"), ("sk", "slovenčina"), ("lt", "lietuvių"), ("lv", "latviešu"), ("ka", "ქართული"), ("hy", "հայերեն"), ("az", "azərbaycanca"),
        ("uz", "oʻzbekcha"), ("kk", "қазақша"), ("ky", "кыргызча"), ("tg", "тоҷикӣ"), ("rom", "romani"), ("ku", "kurdî"), ("fa", "فارسی"), ("ps", "پښتو"), ("ur", "اردو"), ("hi", "हिन्दी"), ("bn", "বাংলা"), ("pa", "ਪੰਜਾਬੀ"), ("ne", "नेपाली"),
        ("zh", "中文"), ("vi", "tiếng Việt"), ("th", "ไทย"), ("fil", "Filipino"), ("id", "bahasa Indonesia"), ("am", "አማርኛ"), ("ti", "ትግርኛ"), ("so", "Soomaali"), ("wo", "wolof"), ("yo", "Yorùbá"), ("es", "español"), ("pt", "português"), ("de", "Deutsch"),
    ];

    public static string Name(string tag) => All.FirstOrDefault(one => one.Tag == tag).Name ?? tag;
}
