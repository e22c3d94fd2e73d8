using System.Text.Json;
using System.Text.RegularExpressions;

namespace Entraide.Core.Text;

/// <summary>What is wrong in a data file, where, and how to mend it.</summary>
/// <param name="File">The file as the reader was told its name.</param>
/// <param name="Path">The place in it, as <c>$.outcomes[2].when</c>.</param>
public sealed record Fault(string File, string Path, string What, string Mend)
{
    public override string ToString() => $"{File}: {Path}: {What} {Mend}";
}

/// <summary>A place in a JSON file. Reading what is not there notes a fault and goes on, so that all faults are told at once.</summary>
public sealed class JsonPlace(JsonElement? element, string file, string path, ICollection<Fault> faults)
{
    public bool Exists => element is not null;
    public bool IsText => element?.ValueKind == JsonValueKind.String;
    public bool IsObject => element?.ValueKind == JsonValueKind.Object;

    public void Fault(string what, string mend) => faults.Add(new Fault(file, path, what, mend));

    /// <summary>The member, which may be absent.</summary>
    public JsonPlace Member(string name) =>
        new(IsObject && element!.Value.TryGetProperty(name, out var member) ? member : null, file, $"{path}.{Quoted.Line(name)}", faults);

    public IEnumerable<(string Name, JsonPlace Place)> Members() => IsObject
        ? element!.Value.EnumerateObject().Select(member => (member.Name, new JsonPlace(member.Value, file, $"{path}.{Quoted.Line(member.Name)}", faults)))
        : [];

    /// <summary>An object with no other members than these: a misspelt name must not pass for an absent one.</summary>
    public JsonPlace Only(params string[] known)
    {
        if (!IsObject) Fault("is not an object.", "Write { … }.");
        foreach (var (name, place) in Members())
            if (!known.Contains(name))
                place.Fault("is not known here.", $"Did you mean \"{Nearest.To(name, known)}\"? Known are: {string.Join(", ", known)}.");
        return this;
    }

    /// <summary>A text that is there and not blank; of this pattern, where one is given.</summary>
    public string Text(Regex? pattern = null)
    {
        var text = IsText ? element!.Value.GetString()! : "";
        if (string.IsNullOrWhiteSpace(text)) Fault(Exists ? "is not a text, or blank." : "is missing.", "Write a text in quotes.");
        else if (pattern is not null && !pattern.IsMatch(text)) Fault($"is \"{Quoted.Line(text)}\".", $"Write it as {pattern}.");
        return text;
    }

    /// <summary>A text that may be blank or absent; then it is empty.</summary>
    public string TextOrBlank()
    {
        if (Exists && !IsText) Fault("is not a text.", "Write a text in quotes.");
        return IsText ? element!.Value.GetString()!.Trim() : "";
    }

    /// <summary>One of these texts.</summary>
    public string OneOf(params string[] allowed)
    {
        var text = IsText ? element!.Value.GetString()! : "";
        if (!allowed.Contains(text)) Fault(Exists ? $"is {Quoted.Line(element.ToString()!)}." : "is missing.", $"Write one of: {string.Join(", ", allowed)}.");
        return text;
    }

    /// <summary>A whole number within bounds.</summary>
    public int Number(int least, int most, int? ifAbsent = null)
    {
        if (!Exists && ifAbsent is { } given) return given;
        if (element is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var value) && value >= least && value <= most) return value;
        Fault(Exists ? $"is {Quoted.Line(element.ToString()!)}." : "is missing.", $"Write a whole number from {least} to {most}.");
        return least;
    }

    /// <summary>A number, whole or not; null where there is none.</summary>
    public double? Fraction() => element is { ValueKind: JsonValueKind.Number } number && number.TryGetDouble(out var value) && double.IsFinite(value) ? value : null;

    /// <summary>True or false; false where it is absent.</summary>
    public bool Flag()
    {
        if (element is { ValueKind: JsonValueKind.True or JsonValueKind.False } flag) return flag.GetBoolean();
        if (Exists) Fault($"is {Quoted.Line(element.ToString()!)}.", "Write true or false.");
        return false;
    }

    /// <summary>The items of a list that must hold at least <paramref name="least"/>.</summary>
    public IReadOnlyList<JsonPlace> Items(int least = 0)
    {
        if (element is not { ValueKind: JsonValueKind.Array } array)
        {
            Fault(Exists ? "is not a list." : "is missing.", "Write [ … ].");
            return [];
        }
        var items = array.EnumerateArray().Select((item, index) => new JsonPlace(item, file, $"{path}[{index}]", faults)).ToList();
        if (items.Count < least) Fault($"has {items.Count} items.", $"Give at least {least}.");
        return items;
    }

    /// <summary>Opens a file strictly; its faults are collected in <paramref name="faults"/>.</summary>
    public static JsonPlace Open(ReadOnlyMemory<byte> utf8, string file, ICollection<Fault> faults)
    {
        try
        {
            return new JsonPlace(StrictJson.Parse(utf8).RootElement, file, "$", faults);
        }
        catch (StrictJsonException e)
        {
            faults.Add(new Fault(file, "$", e.What, e.Mend));
            return new JsonPlace(null, file, "$", []);
        }
    }
}
