using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Entraide.Core.Text;

namespace Entraide.Core.Training;

/// <summary>Reads a design from its file, and tells all that is wrong with it at once.</summary>
public static partial class DesignReader
{
    /// <summary>In letters: an id of a training or of one of its parts.</summary>
    public const int LongestId = 40;

    /// <summary>Of a day with its breaks, in minutes: who sits longer learns nothing more.</summary>
    public const int LongestDay = 600;

    /// <summary>Parts of one kind; more than any training that is held has, and few enough to be drawn.</summary>
    public const int MostParts = 200;

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex IdPattern();

    /// <summary>Whether this can be the id of a training or of one of its parts: small letters, digits, hyphens between.</summary>
    public static bool IsId(string? id) => id is { Length: > 0 and <= LongestId } && IdPattern().IsMatch(id);

    /// <returns>The design; null where it has faults.</returns>
    public static TrainingDesign? Read(ReadOnlyMemory<byte> utf8, string file, ICollection<Fault> faults)
    {
        var mine = new List<Fault>();
        var root = JsonPlace.Open(utf8, file, mine);
        var design = mine.Count == 0 ? Read(root) : null;
        if (mine.Count == 0)
            foreach (var (path, what, mend) in DesignCheck.Faults(design!)) mine.Add(new Fault(file, path, what, mend));
        foreach (var fault in mine) faults.Add(fault);
        return mine.Count == 0 ? design : null;
    }

    private static TrainingDesign Read(JsonPlace root)
    {
        root.Only("format", "id", "release", "sourceLanguage", "languages", "licence", "steward", "fictional", "dayStarts", "parents", "objectives", "composition", "modules", "scenarios", "items", "forms", "reaction", "behaviour");
        root.Member("format").Number(1, 1);
        if (!root.Member("fictional").Flag()) root.Member("fictional").Fault("does not say that all cases are fictional.", "Write true once every case is invented.");
        if (!TimeOnly.TryParseExact(root.Member("dayStarts").Text(), "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var starts)) root.Member("dayStarts").Fault("is no time.", "Write it as 09:00.");
        var forms = root.Member("forms").Only("before", "after");
        return new TrainingDesign(
            Id(root.Member("id")), root.Member("release").Number(1, 1_000_000), Tag(root.Member("sourceLanguage")), [.. Items(root.Member("languages")).Select(Tag)],
            root.Member("licence").Text(), root.Member("steward").Text(), starts, root.Member("parents").Exists ? [.. Items(root.Member("parents")).Select(Name)] : [],
            [.. Items(root.Member("objectives")).Select(Objective)], Composition(root.Member("composition")), [.. Items(root.Member("modules")).Select(Module)],
            [.. Items(root.Member("scenarios")).Select(Scenario)], [.. Items(root.Member("items")).Select(Item)], Ids(forms.Member("before")), Ids(forms.Member("after")),
            [.. Items(root.Member("reaction")).Select(Statement)], [.. Items(root.Member("behaviour")).Select(Statement)]);
    }

    private static Objective Objective(JsonPlace place)
    {
        place.Only("id", "level", "professions");
        return new Objective(Id(place.Member("id")), One<ObjectiveLevel>(place.Member("level")), [.. Items(place.Member("professions")).Select(one => one.OneOf(["all", .. Professions.All])).Where(one => one != "all")]);
    }

    private static CompositionRule Composition(JsonPlace place)
    {
        place.Only("fewest", "most", "professions", "countries", "largestShare", "groupSize");
        return new CompositionRule(place.Member("fewest").Number(2, 1000), place.Member("most").Number(2, 1000), place.Member("professions").Number(1, Professions.All.Length), place.Member("countries").Number(1, 200), Share(place.Member("largestShare")), place.Member("groupSize").Number(2, 50));
    }

    private static TrainingPart Module(JsonPlace place)
    {
        place.Only("id", "sessions");
        return new TrainingPart(Id(place.Member("id")), [.. Items(place.Member("sessions")).Select(Session)]);
    }

    private static TrainingSession Session(JsonPlace place)
    {
        place.Only("id", "day", "mode", "component", "objectives", "paragraphs", "instrument", "breakAfter", "activities");
        return new TrainingSession(Id(place.Member("id")), place.Member("day").Number(1, 30), One<SessionMode>(place.Member("mode")), One<Component>(place.Member("component")), Ids(place.Member("objectives")),
            place.Member("paragraphs").Exists ? [.. Items(place.Member("paragraphs")).Select(one => one.Text())] : [], place.Member("instrument").Exists ? place.Member("instrument").Text() : null,
            place.Member("breakAfter").Number(0, 180, ifAbsent: 0), [.. Items(place.Member("activities")).Select(Activity)]);
    }

    private static TrainingActivity Activity(JsonPlace place)
    {
        place.Only("id", "kind", "minutes", "component", "shortest", "longest", "scenario", "form");
        var minutes = place.Member("minutes").Number(1, LongestDay);
        return new TrainingActivity(Id(place.Member("id")), One<ActivityKind>(place.Member("kind")), minutes, One<Component>(place.Member("component")), place.Member("shortest").Number(0, LongestDay, ifAbsent: minutes), place.Member("longest").Number(1, LongestDay, ifAbsent: minutes),
            place.Member("scenario").Exists ? Id(place.Member("scenario")) : null, place.Member("form").Exists ? One<FormKind>(place.Member("form")) : null);
    }

    private static Scenario Scenario(JsonPlace place)
    {
        place.Only("id", "roles", "injects");
        return new Scenario(Id(place.Member("id")), Ids(place.Member("roles")), [.. Items(place.Member("injects")).Select(one => new Inject(Id(one.Only("id", "minute").Member("id")), one.Member("minute").Number(0, LongestDay)))]);
    }

    private static TestItem Item(JsonPlace place)
    {
        place.Only("id", "kind", "options", "key", "objective", "expected");
        return new TestItem(Id(place.Member("id")), place.Member("kind").OneOf("single", "multiple") == "multiple", Ids(place.Member("options")), Ids(place.Member("key")), Id(place.Member("objective")), Share(place.Member("expected")));
    }

    private static Statement Statement(JsonPlace place) => new(Id(place.Only("id", "kind").Member("id")), place.Member("kind").OneOf("scale", "text") == "scale");

    private static ImmutableArray<string> Ids(JsonPlace place) => [.. Items(place).Select(Id)];

    private static IReadOnlyList<JsonPlace> Items(JsonPlace place)
    {
        var items = place.Items();
        if (items.Count > MostParts) place.Fault($"has {items.Count} parts.", $"At most {MostParts}.");
        return items;
    }

    private static string Id(JsonPlace place)
    {
        var id = place.Text();
        if (id.Length > 0 && !IsId(id)) place.Fault($"is \"{Quoted.Line(id)}\".", $"Write small Latin letters and digits with hyphens between, at most {LongestId}.");
        return id;
    }

    private static string Tag(JsonPlace place) => place.OneOf([.. Language.All.Select(one => one.Tag)]);

    private static KitName Name(JsonPlace place)
    {
        var hash = place.Only("id", "release", "hash").Member("hash").Text();
        if (!Kit.IsHash(hash)) place.Member("hash").Fault("is no hash.", "Write 64 hexadecimal digits in small letters.");
        return new KitName(Id(place.Member("id")), place.Member("release").Number(1, 1_000_000), hash);
    }

    private static double Share(JsonPlace place)
    {
        if (place.Fraction() is { } share and > 0 and <= 1) return share;
        place.Fault("is no share.", "Write a number above 0 and at most 1, as 0.4.");
        return 1;
    }

    /// <summary>The value that a word stands for: <c>role-play</c> for <see cref="ActivityKind.RolePlay"/>.</summary>
    internal static T One<T>(JsonPlace place) where T : struct, Enum
    {
        var known = Enum.GetValues<T>().ToDictionary(WordOf, StringComparer.Ordinal);
        return known.GetValueOrDefault(place.OneOf([.. known.Keys]));
    }

    /// <summary>The word that stands for a value in files.</summary>
    public static string WordOf<T>(T value) where T : struct, Enum => Capitals().Replace(value.ToString(), "-$0").TrimStart('-').ToLowerInvariant();

    [GeneratedRegex("[A-Z]")]
    private static partial Regex Capitals();
}
