using System.Numerics;
using Entraide.Core.Statistics;

namespace Entraide.Tests.Core.Statistics;

/// <summary>
/// Somebody who asks every filter, knows which full combinations occur, and wants the number of a small group: first by sums and
/// differences of the answers (elimination over whole numbers of any size), then by trying every table of non-negative whole
/// numbers that agrees with them. Written apart from what it attacks.
/// </summary>
internal sealed class DisclosureAttack
{
    private readonly List<CountedPerson[]> atoms;
    private readonly List<(int[] Row, int Count)> shown = [];
    private readonly List<(string Name, int[] Row)> secrets = [];

    /// <param name="isShown">Whether the count for a filter was answered.</param>
    public DisclosureAttack(IReadOnlyList<CountedPerson> people, Func<Dictionary<string, string>, int, bool> isShown, int threshold = ProtectedCounts.DefaultThreshold)
    {
        atoms = [.. people.GroupBy(one => string.Join('|', one.Attributes.OrderBy(pair => pair.Key).Select(pair => pair.Value))).Select(atom => atom.ToArray())];
        foreach (var filter in Filters(people))
        {
            int[] row = [.. atoms.Select(atom => filter.All(pair => atom[0].Attributes[pair.Key] == pair.Value) ? 1 : 0)];
            var count = row.Zip(atoms, (holds, atom) => holds * atom.Length).Sum();
            if (isShown(filter, count)) shown.Add((row, count));
            else if (count > 0 && count < threshold) secrets.Add((string.Join(" and ", filter), row));
        }
    }

    public int Shown => shown.Count;
    public int Secrets => secrets.Count;

    /// <summary>Every filter over the values that occur, whether or not anybody meets it.</summary>
    public static IEnumerable<Dictionary<string, string>> Filters(IReadOnlyList<CountedPerson> people)
    {
        IEnumerable<Dictionary<string, string>> filters = [[]];
        foreach (var name in people[0].Attributes.Keys)
        {
            string[] values = [.. people.Select(one => one.Attributes[name]).Distinct()];
            filters = [.. filters.SelectMany(filter => values.Select(value => new Dictionary<string, string>(filter) { [name] = value }).Prepend(filter))];
        }
        return filters;
    }

    /// <summary>Small groups whose number is a sum of shown ones, each times some fraction: as many as fall to it.</summary>
    public List<string> BySums()
    {
        var basis = new List<(int Place, BigInteger[] Row)>();
        foreach (var (row, _) in shown)
            if (Reduce(basis, row) is { } rest) basis.Add((Array.FindIndex(rest, value => !value.IsZero), rest));
        return [.. secrets.Where(secret => Reduce(basis, secret.Row) is null).Select(secret => secret.Name)];
    }

    /// <summary>Small groups that have the same number in every table that agrees with what is shown; null if there are too many tables to say.</summary>
    public List<string>? ByTables(int mostSteps = 2_000_000)
    {
        // Only truth is known at first; a group leaves the list when a table says otherwise.
        var fixedStill = new List<(string Name, int[] Row)>(secrets);
        int[] left = [.. shown.Select(one => one.Count)], table = new int[atoms.Count];
        var (steps, total) = (0, atoms.Sum(atom => atom.Length));
        bool Try(int atom)
        {
            if (fixedStill.Count == 0) return true;
            if (++steps > mostSteps) return false;
            if (atom == atoms.Count)
            {
                if (Array.TrueForAll(left, rest => rest == 0)) fixedStill.RemoveAll(secret => secret.Row.Zip(table, (holds, number) => holds * number).Sum() != secret.Row.Zip(atoms, (holds, own) => holds * own.Length).Sum());
                return true;
            }
            int[] touched = [.. Enumerable.Range(0, shown.Count).Where(row => shown[row].Row[atom] == 1)];
            var most = touched.Length == 0 ? total : touched.Min(row => left[row]);
            // Rows that end with this atom say its number.
            int[] ending = [.. touched.Where(row => !shown[row].Row.Skip(atom + 1).Contains(1))];
            for (var number = ending.Length == 0 ? 0 : left[ending[0]]; number <= most; number++)
            {
                foreach (var row in touched) left[row] -= number;
                table[atom] = number;
                var goOn = Array.Exists(ending, row => left[row] != 0) || Try(atom + 1);
                foreach (var row in touched) left[row] += number;
                if (!goOn) return false;
                if (ending.Length > 0) break;
            }
            return true;
        }
        return Try(0) ? [.. fixedStill.Select(secret => secret.Name)] : null;
    }

    // What is left of a row after the basis has been taken out of it; null if nothing.
    private static BigInteger[]? Reduce(List<(int Place, BigInteger[] Row)> basis, int[] row)
    {
        BigInteger[] rest = [.. row.Select(value => new BigInteger(value))];
        foreach (var (place, own) in basis)
        {
            if (rest[place].IsZero) continue;
            var (mine, theirs) = (rest[place], own[place]);
            for (var i = 0; i < rest.Length; i++) rest[i] = (rest[i] * theirs) - (own[i] * mine);
        }
        return Array.TrueForAll(rest, value => value.IsZero) ? null : rest;
    }
}
