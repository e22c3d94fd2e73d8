using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Entraide.Core.Text;

namespace Entraide.Core.Assistance;

/// <summary>A record of one section: its fields with their values, each in the one form of its type; a choice of several has several.</summary>
public sealed record HtcdsRecord(HtcdsSection Section, ImmutableSortedDictionary<string, ImmutableArray<string>> Values);

/// <summary>A case in a file could not be read.</summary>
/// <param name="place">As <c>Person[0].prs_Gender</c>.</param>
public sealed class HtcdsException(string place, string what, string mend) : Exception($"{place}: {what} {mend}")
{
    public string Place { get; } = place;
    public string What { get; } = what;
    public string Mend { get; } = mend;
}

/// <summary>
/// A case in the Human Trafficking Case Data Standard (HTCDS 2.0), as JSON: a list of records for each section, and beside
/// them an open extension for what the standard lacks (screening, forced criminality, consent item by item, procedure).
/// What is read is written again without loss, in one form.
/// </summary>
/// <param name="Extension">By name; any JSON, kept as it came in its canonical form.</param>
public sealed record Htcds(ImmutableArray<HtcdsRecord> Records, ImmutableSortedDictionary<string, string> Extension)
{
    /// <summary>Stands at the beginning of each file.</summary>
    public const string Standard = "HTCDS 2.0";

    /// <summary>A value of a choice that the standard does not have begins with this, as <c>x_ForcedCriminality</c>.</summary>
    public const string Added = "x_";

    // In letters: what a decimal holds exactly.
    private const int LongestNumber = 28;

    /// <exception cref="StrictJsonException">It is no sound JSON.</exception>
    /// <exception cref="HtcdsException">It is no case in the standard; says where and how to mend it.</exception>
    public static Htcds Read(ReadOnlyMemory<byte> json)
    {
        using var document = StrictJson.Parse(json);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("standard", out var standard) || standard.ValueKind != JsonValueKind.String || standard.GetString() != Standard)
            throw new HtcdsException("$", "this is no case in HTCDS 2.0.", $"Begin with an object whose member standard is \"{Standard}\".");
        var (records, extension) = (ImmutableArray.CreateBuilder<HtcdsRecord>(), ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal));
        foreach (var member in root.EnumerateObject())
        {
            if (member.Name == "standard") continue;
            if (member.Name == "extension") Extend(member.Value, extension);
            else if (Enum.TryParse<HtcdsSection>(member.Name, out var section) && section.ToString() == member.Name) records.AddRange(Section(section, member.Value));
            else throw new HtcdsException(Quoted.Line(member.Name), "the standard has no such section.", $"Use one of: {string.Join(", ", Enum.GetNames<HtcdsSection>())}; or put it into extension.");
        }
        return new Htcds(InOrder(records), extension.ToImmutable());
    }

    /// <summary>The one form of the case.</summary>
    public ReadOnlyMemory<byte> Write()
    {
        var json = new CanonicalJson().Open('{').Name("standard").Value(Standard);
        foreach (var section in InOrder(Records).GroupBy(one => one.Section))
        {
            json.Name(section.Key.ToString()).Open('[');
            foreach (var record in section) Put(json, record);
            json.Close(']');
        }
        if (!Extension.IsEmpty)
        {
            json.Name("extension").Open('{');
            foreach (var (name, value) in Extension)
            {
                using var parsed = JsonDocument.Parse(value);
                Put(json.Name(name), parsed.RootElement, name);
            }
            json.Close('}');
        }
        return json.Close('}').Bytes;
    }

    private static ImmutableArray<HtcdsRecord> InOrder(IEnumerable<HtcdsRecord> records) => [.. records.OrderBy(one => one.Section)];

    private static IEnumerable<HtcdsRecord> Section(HtcdsSection section, JsonElement list)
    {
        if (list.ValueKind != JsonValueKind.Array) throw new HtcdsException(section.ToString(), "this is no list of records.", "Write [ {…}, … ], also for one.");
        return [.. list.EnumerateArray().Select((one, at) => Record(section, $"{section}[{at}]", one))];
    }

    private static HtcdsRecord Record(HtcdsSection section, string place, JsonElement record)
    {
        if (record.ValueKind != JsonValueKind.Object) throw new HtcdsException(place, "this is no record.", "Write an object of fields and values.");
        var values = ImmutableSortedDictionary.CreateBuilder<string, ImmutableArray<string>>(StringComparer.Ordinal);
        foreach (var member in record.EnumerateObject())
        {
            var here = $"{place}.{Quoted.Line(member.Name)}";
            if (!HtcdsFields.ByName.TryGetValue(member.Name, out var field)) throw new HtcdsException(here, "the standard has no such field.", "Check the name, or put it into extension.");
            if (field.Section != section) throw new HtcdsException(here, $"this field belongs to {field.Section}.", "Move it there.");
            values[field.Name] = field.Type == HtcdsType.Choices ? Several(field, here, member.Value) : [One(field, here, member.Value)];
        }
        return new HtcdsRecord(section, values.ToImmutable());
    }

    private static ImmutableArray<string> Several(HtcdsField field, string place, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Array) throw new HtcdsException(place, "this is no list.", "Write [\"…\", …], also for one value.");
        var several = value.EnumerateArray().Select(one => One(field, place, one)).ToImmutableArray();
        return several.Distinct(StringComparer.Ordinal).Count() == several.Length ? several : throw new HtcdsException(place, "a value is named twice.", "Keep one of them.");
    }

    private static string One(HtcdsField field, string place, JsonElement value)
    {
        string Text() => value.ValueKind == JsonValueKind.String ? value.GetString()! : throw new HtcdsException(place, "this is no text.", "Write it between quotation marks.");
        switch (field.Type)
        {
            case HtcdsType.Number or HtcdsType.Geolocation:
                if (value.ValueKind != JsonValueKind.Number || !value.TryGetDecimal(out var number) || value.GetRawText().Length > LongestNumber) throw new HtcdsException(place, "this is no number that can be kept.", $"Write at most {LongestNumber} digits, with a point for the fraction.");
                var most = field.Name.EndsWith("Latitude", StringComparison.Ordinal) ? 90 : 180;
                if (field.Name.EndsWith("itude", StringComparison.Ordinal) && Math.Abs(number) > most) throw new HtcdsException(place, $"there is no such place: {value.GetRawText()} degrees.", $"Write degrees from -{most} to {most}.");
                if (!field.Name.EndsWith("itude", StringComparison.Ordinal) && number < 0) throw new HtcdsException(place, "this is less than nothing.", "Write a number from 0.");
                return (number / 1.0000000000000000000000000000m).ToString(CultureInfo.InvariantCulture);
            case HtcdsType.Checkbox:
                return value.ValueKind switch { JsonValueKind.True => "true", JsonValueKind.False => "false", _ => throw new HtcdsException(place, "this is neither yes nor no.", "Write true or false.") };
            case HtcdsType.Date:
                return DateOnly.TryParseExact(Text(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) ? Text() : throw new HtcdsException(place, $"“{Quoted.Line(Text())}” is no day.", "Write it as 2026-03-01.");
            case HtcdsType.Choice or HtcdsType.Choices:
                return IsChoice(field, Text()) ? Text() : throw new HtcdsException(place, $"“{Quoted.Line(Text())}” is none of the standard's values.", field.Values.IsEmpty ? $"Write a code of {field.CodeList}." : $"Use one of: {string.Join(", ", field.Values)}; or begin your own with {Added}.");
            default:
                return Text();
        }
    }

    private static bool IsChoice(HtcdsField field, string value) =>
        field.Values.Contains(value) || (value.StartsWith(Added, StringComparison.Ordinal) && value.Length > Added.Length)
        || field.CodeList switch
        {
            "ISO-3166" => value.Length is 2 or 3 && value.All(char.IsAsciiLetterUpper),
            "ISO-639-2" => value.Length == 3 && value.All(char.IsAsciiLetterLower),
            _ => false,
        };

    private static void Extend(JsonElement extension, ImmutableSortedDictionary<string, string>.Builder into)
    {
        if (extension.ValueKind != JsonValueKind.Object) throw new HtcdsException("extension", "this is no object.", "Name each addition: { \"screening\": … }.");
        foreach (var member in extension.EnumerateObject())
        {
            var json = new CanonicalJson();
            Put(json, member.Value, $"extension.{Quoted.Line(member.Name)}");
            into[member.Name] = System.Text.Encoding.UTF8.GetString(json.Bytes.Span);
        }
    }

    private static void Put(CanonicalJson json, HtcdsRecord record)
    {
        json.Open('{');
        foreach (var (name, values) in record.Values)
        {
            json.Name(name);
            switch (HtcdsFields.ByName[name].Type)
            {
                case HtcdsType.Choices: json.Values(values); break;
                case HtcdsType.Number or HtcdsType.Geolocation: json.Value(decimal.Parse(values[0], CultureInfo.InvariantCulture)); break;
                case HtcdsType.Checkbox: json.Value(values[0] == "true"); break;
                default: json.Value(values[0]); break;
            }
        }
        json.Close('}');
    }

    private static void Put(CanonicalJson json, JsonElement value, string place)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                json.Open('{');
                foreach (var member in value.EnumerateObject()) Put(json.Name(member.Name), member.Value, place);
                json.Close('}');
                break;
            case JsonValueKind.Array:
                json.Open('[');
                foreach (var one in value.EnumerateArray()) Put(json, one, place);
                json.Close(']');
                break;
            case JsonValueKind.String: json.Value(value.GetString()); break;
            case JsonValueKind.Number when value.TryGetDecimal(out var number) && value.GetRawText().Length <= LongestNumber: json.Value(number); break;
            case JsonValueKind.Number: throw new HtcdsException(place, "a number in it is too long to be kept exactly.", "Write it as a text.");
            case JsonValueKind.True or JsonValueKind.False: json.Value(value.GetBoolean()); break;
            default: json.Value((string?)null); break;
        }
    }
}
