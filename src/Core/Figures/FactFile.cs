using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Entraide.Core.Figures;

/// <summary>Facts as lines of text, each once with how often it stands there: the form in which they are sealed.</summary>
public static class FactFile
{
    /// <summary>The lines in ordinal order, so that the same facts give the same bytes.</summary>
    public static byte[] Write(IEnumerable<StatisticalFact> facts)
    {
        var lines = facts.Select(fact => string.Join(',', [FactSchema.WordOf(fact.Kind), fact.Year.ToString(CultureInfo.InvariantCulture), fact.Mark, .. fact.Codes])).GroupBy(line => line, StringComparer.Ordinal).OrderBy(same => same.Key, StringComparer.Ordinal);
        return Encoding.UTF8.GetBytes(string.Concat(lines.Select(same => $"{same.Count()},{same.Key}\n")));
    }

    public static ImmutableArray<StatisticalFact> Read(ReadOnlySpan<byte> bytes)
    {
        var facts = ImmutableArray.CreateBuilder<StatisticalFact>();
        foreach (var line in Encoding.UTF8.GetString(bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var cells = line.Split(',');
            var fact = new StatisticalFact(FactSchema.KindOf(cells[1])!.Value, int.Parse(cells[2], CultureInfo.InvariantCulture), [.. cells[4..]], cells[3]);
            for (var left = int.Parse(cells[0], CultureInfo.InvariantCulture); left > 0; left--) facts.Add(fact);
        }
        return facts.ToImmutable();
    }
}
