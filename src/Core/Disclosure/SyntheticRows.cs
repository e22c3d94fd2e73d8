using System.Numerics;

namespace Entraide.Core.Disclosure;

/// <summary>
/// Rows that nobody is, made from noisy counts only. Each is built value by value out of combinations of which the noisy counts still
/// want more; then rows are built anew and values changed, as long as the rows' own tables come nearer to the noisy ones. Whatever is
/// done with noisy counts costs no privacy (post-processing: Dwork and Roth, "The algorithmic foundations of differential privacy",
/// 2014, proposition 2.1).
/// </summary>
public sealed class SyntheticRows
{
    private const int Sweeps = 3, Tries = 4;

    private readonly MarginalTables tables;

    // By cell: how many rows there are too many; far above 0 where none are wanted.
    private readonly int[] excess;
    private readonly int width;
    private readonly byte[] rows;
    private readonly RandomBits bits;

    // The order in which a row is built: columns with most values first, so that what cannot be is seen early.
    private readonly int[] order;

    // By column: all its tables; and those whose other columns come before it in the order.
    private readonly Around[][] around, before;
    private readonly int[] least, most;

    private sealed record Around(int Offset, int Own, int[] Others, int[] Strides);

    private SyntheticRows(PrivateMarginals marginals, int count, RandomBits bits)
    {
        (tables, width, this.bits) = (marginals.Tables, marginals.Tables.Ranges.Length, bits);
        rows = new byte[count * width];
        excess = Wanted(marginals);
        order = [.. Enumerable.Range(0, width).OrderByDescending(column => tables.Ranges[column].Values.Length)];
        around = [.. Enumerable.Range(0, width).Select(column => Tables(column, (1 << width) - 1))];
        before = [.. Enumerable.Range(0, width).Select(column => Tables(column, order.TakeWhile(one => one != column).Append(column).Sum(one => 1 << one)))];
        (least, most) = (new int[256], new int[256]);
    }

    /// <summary>As many rows as the noisy number of records.</summary>
    /// <param name="bits">Chance; it need not be secret, since the counts are noisy already.</param>
    public static Microdata Draw(PrivateMarginals marginals, RandomBits bits, IProgress<double>? progress = null, CancellationToken cancelled = default)
    {
        ArgumentNullException.ThrowIfNull(marginals);
        ArgumentNullException.ThrowIfNull(bits);
        var drawn = new SyntheticRows(marginals, marginals.Records, bits);
        for (var at = 0; at < drawn.rows.Length; at += drawn.width)
        {
            if (at % 4096 == 0) cancelled.ThrowIfCancellationRequested();
            drawn.BuildBest(drawn.rows.AsSpan(at, drawn.width));
            drawn.Move(at, 1);
        }
        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            cancelled.ThrowIfCancellationRequested();
            progress?.Report((sweep + 1.0) / (Sweeps + 1));
            drawn.BuildAnew();
            drawn.ChangeValues();
        }
        progress?.Report(1);
        return drawn.Written();
    }

    private static int[] Wanted(PrivateMarginals marginals)
    {
        var layout = marginals.Tables;
        var wanted = new int[layout.Cells];
        int?[] avoided = [.. Enumerable.Range(1, layout.Length).Select(length => Avoidance(marginals, length))];
        for (var table = 0; table < layout.Sets.Length; table++)
        {
            var length = BitOperations.PopCount((uint)layout.Sets[table]);
            for (var cell = layout.Offsets[table]; cell < layout.End(table); cell++)
                wanted[cell] = marginals.Noisy[cell] < marginals.Thresholds[length - 1] && avoided[length - 1] is { } far ? far : -marginals.Noisy[cell];
        }
        return wanted;
    }

    /// <summary>
    /// How far below nothing a combination is aimed at that does not stand out from the noise: the cost, in the units of squared differences, of the
    /// prior belief that nobody has it (a spike at 0: George and McCulloch 1993). Null where most of them probably have somebody: then the
    /// noisy count is aimed at itself. That is told from the noise being even: of those that nobody has, half are below 0.
    /// </summary>
    private static int? Avoidance(PrivateMarginals marginals, int length)
    {
        var (below, reported, cells) = (0L, 0L, 0L);
        foreach (var noisy in marginals.KnownCells(length).Select(cell => marginals.Noisy[cell]))
        {
            cells++;
            if (noisy < 0) below++;
            else if (noisy >= marginals.Thresholds[length - 1]) reported++;
        }
        var atZero = Math.Min(0.9, 1 / (Math.Sqrt(2 * Math.PI) * marginals.Deviation));
        var empty = Math.Min(cells - reported, 2 * below / (1 - atZero));
        var odds = empty / Math.Max(1, cells - reported - empty);
        // Charged to every row, of which such a combination would have some.
        return odds <= 1 ? null : (int)(marginals.Deviation * marginals.Deviation * Math.Log(odds) / 4);
    }

    private Around[] Tables(int column, int within) =>
    [
        .. Enumerable.Range(0, tables.Sets.Length).Where(table => (tables.Sets[table] >> column & 1) == 1 && (tables.Sets[table] & ~within) == 0).Select(table =>
        {
            int[] others = [.. Enumerable.Range(0, width).Where(other => other != column && (tables.Sets[table] >> other & 1) == 1)];
            return new Around(tables.Offsets[table], tables.Strides[table][column], others, [.. others.Select(other => tables.Strides[table][other])]);
        }),
    ];

    private static int Base(Around one, ReadOnlySpan<byte> row)
    {
        var cell = one.Offset;
        for (var place = 0; place < one.Others.Length; place++) cell += one.Strides[place] * row[one.Others[place]];
        return cell;
    }

    /// <summary>Gives a row its values one after another, each in proportion to how many more rows its scarcest combination wants.</summary>
    private void Build(Span<byte> row)
    {
        foreach (var column in order)
        {
            var values = tables.Ranges[column].Values.Length;
            var worst = least.AsSpan(0, values);
            worst.Fill(int.MinValue);
            foreach (var one in before[column])
            {
                var cell = Base(one, row);
                for (var value = 0; value < values; value++) worst[value] = Math.Max(worst[value], excess[cell + (one.Own * value)]);
            }
            row[column] = Choose(worst);
        }
    }

    // A row can end where no value is left that goes with the others: then another beginning is tried.
    private long BuildBest(Span<byte> row)
    {
        Span<byte> tried = stackalloc byte[width];
        var best = long.MaxValue;
        for (var round = 0; round < Tries && best > 0; round++)
        {
            Build(tried);
            if (Cost(tried) is var cost && cost >= best) continue;
            best = cost;
            tried.CopyTo(row);
        }
        return best;
    }

    private byte Choose(ReadOnlySpan<int> worst)
    {
        var sum = 0;
        for (var value = 0; value < worst.Length; value++) sum += most[value] = Math.Max(0, -worst[value]);
        if (sum == 0)
        {
            // Nothing is wanted any more: what there is least too much of.
            var best = 0;
            for (var value = 1; value < worst.Length; value++)
                if (worst[value] < worst[best]) best = value;
            return (byte)best;
        }
        var drawn = (int)bits.Below((ulong)sum);
        var chosen = 0;
        while (drawn >= most[chosen]) drawn -= most[chosen++];
        return (byte)chosen;
    }

    private void BuildAnew()
    {
        Span<byte> anew = stackalloc byte[width];
        for (var at = 0; at < rows.Length; at += width)
        {
            Move(at, -1);
            var cost = BuildBest(anew);
            // Or as another row is, which goes together since it was built.
            var other = rows.AsSpan((int)bits.Below((ulong)(rows.Length / width)) * width, width);
            if (Cost(other) < cost)
            {
                cost = Cost(other);
                other.CopyTo(anew);
            }
            if (cost <= Cost(rows.AsSpan(at, width))) anew.CopyTo(rows.AsSpan(at, width));
            Move(at, 1);
        }
    }

    /// <summary>What one more such row adds to the sum of squared differences, but for the number of tables.</summary>
    private long Cost(ReadOnlySpan<byte> row)
    {
        var cost = 0L;
        for (var table = 0; table < tables.Sets.Length; table++) cost += excess[tables.Cell(table, row)];
        return cost;
    }

    private void Move(int at, int by)
    {
        for (var table = 0; table < tables.Sets.Length; table++) excess[tables.Cell(table, rows.AsSpan(at, width))] += by;
    }

    // A value is taken from another row drawn by chance, so that frequent values are tried often; what is no better is left.
    private void ChangeValues()
    {
        var count = (ulong)(rows.Length / width);
        if (count < 2) return;
        for (var at = 0; at < rows.Length; at += width)
        {
            for (var column = 0; column < width; column++)
            {
                var (now, next) = (rows[at + column], rows[((int)bits.Below(count) * width) + column]);
                if (now != next) TryChange(at, column, now, next);
            }
        }
    }

    private void TryChange(int at, int column, byte now, byte next)
    {
        var change = 0L;
        Span<int> cells = stackalloc int[around[column].Length];
        for (var table = 0; table < cells.Length; table++)
        {
            var one = around[column][table];
            cells[table] = Base(one, rows.AsSpan(at, width));
            change += excess[cells[table] + (one.Own * next)] - excess[cells[table] + (one.Own * now)] + 1;
        }
        if (change >= 0) return;
        for (var table = 0; table < cells.Length; table++)
        {
            excess[cells[table] + (around[column][table].Own * now)]--;
            excess[cells[table] + (around[column][table].Own * next)]++;
        }
        rows[at + column] = next;
    }

    private Microdata Written() => Microdata.Of([.. tables.Ranges.Select(range => range.Column)],
        Enumerable.Range(0, rows.Length / width).Select(row => (IReadOnlyList<string>)[.. tables.Ranges.Select((range, column) => range.Values[rows[(row * width) + column]])]));
}
