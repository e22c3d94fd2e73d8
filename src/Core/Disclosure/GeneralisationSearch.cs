using System.Collections.Immutable;

namespace Entraide.Core.Disclosure;

/// <summary>A node of the lattice that meets the model.</summary>
/// <param name="Levels">By quasi-identifier, in the order of the table.</param>
internal sealed record Candidate(double Score, int Suppressed, ImmutableArray<int> Levels)
{
    /// <summary>One order for all, so that ties fall alike whatever the order of the search.</summary>
    public bool IsBetterThan(Candidate? other)
    {
        if (other is null) return true;
        if (Score.CompareTo(other.Score) is not 0 and var byScore) return byScore < 0;
        if (Suppressed != other.Suppressed) return Suppressed < other.Suppressed;
        return Levels.AsSpan().SequenceCompareTo(other.Levels.AsSpan()) < 0;
    }
}

/// <summary>
/// The best node of the lattice of full-domain generalisation, proven: branch and bound, which gives one quasi-identifier after the
/// other its level and leaves out what cannot be better than the best so far (A. H. Land and A. G. Doig, "An automatic method of
/// solving discrete programming problems", 1960).
/// </summary>
internal sealed class GeneralisationSearch
{
    // Branches searched side by side know only what was found before them, so that the same nodes are looked at on any machine.
    private const int BranchesAtOnce = 8;
    private const int LeastBranches = 12;

    private readonly QuasiTable table;
    private readonly PrivacyModel model;
    private readonly LossMeasure measure;
    private readonly int mostSuppressed;

    // Where a failing coarser node means that all finer ones fail. With no row to suppress, all classes of a node meet the model, and so do unions of them.
    private readonly bool wholeModelBounds;

    // The order in which levels are given: first the columns with most values, after which the tables are small.
    private readonly int[] order;

    // By depth: what is told where the quasi-identifiers after it are at the top.
    private readonly ulong[] told;

    private GeneralisationSearch(QuasiTable table, PrivacyModel model, LossMeasure measure, int mostSuppressed)
    {
        (this.table, this.model, this.measure, this.mostSuppressed) = (table, model, measure, mostSuppressed);
        wholeModelBounds = model.HoldsInEveryWiderClass || mostSuppressed == 0;
        order = [.. Enumerable.Range(0, table.Identifiers.Length).OrderByDescending(i => table.Identifiers[i].Column.Values.Length)];
        told = [.. order.Select((_, depth) => order[..(depth + 1)].Aggregate(table.SensitiveMask, (mask, i) => mask | table.Identifiers[i].Mask))];
    }

    /// <returns>The best node, null if none meets the model, and how many nodes were looked at.</returns>
    public static (Candidate? Best, long Evaluated) Run(QuasiTable table, PrivacyModel model, LossMeasure measure, int mostSuppressed, IProgress<double>? progress, CancellationToken cancel) =>
        new GeneralisationSearch(table, model, measure, mostSuppressed).Run(progress, cancel);

    private (Candidate? Best, long Evaluated) Run(IProgress<double>? progress, CancellationToken cancel)
    {
        Worker[] workers = [.. Enumerable.Range(0, BranchesAtOnce).Select(_ => new Worker(this, cancel))];
        var best = Descend(workers, cancel);
        workers[0].Best = best;
        var branches = workers[0].Branches(DepthOfBranches());
        best = workers[0].Best;
        for (var from = 0; from < branches.Count; from += BranchesAtOnce)
        {
            progress?.Report((double)from / branches.Count);
            var (start, known) = (from, best);
            Parallel.For(0, Math.Min(BranchesAtOnce, branches.Count - from), new ParallelOptions { CancellationToken = cancel }, i =>
            {
                workers[i].Best = known;
                workers[i].Search(branches[start + i]);
            });
            foreach (var worker in workers)
                if (worker.Best is { } found && found.IsBetterThan(best)) best = found;
        }
        progress?.Report(1);
        return (best, workers.Sum(worker => worker.Evaluated));
    }

    // Down from the top, always to the best of the next finer nodes: a good score to begin with.
    private Candidate? Descend(Worker[] workers, CancellationToken cancel)
    {
        int[] levels = [.. table.Identifiers.Select(identifier => identifier.Top)];
        var best = workers[0].Evaluate(levels);
        while (best is not null)
        {
            var next = new Candidate?[levels.Length];
            // One column for each worker in turn: which does which is fixed.
            Parallel.For(0, BranchesAtOnce, new ParallelOptions { CancellationToken = cancel }, place =>
            {
                for (var i = place; i < levels.Length; i += BranchesAtOnce)
                {
                    int[] finer = [.. levels];
                    if (finer[i]-- > 0) next[i] = workers[place].Evaluate(finer);
                }
            });
            var better = next.Aggregate(best, (known, found) => found is not null && found.IsBetterThan(known) ? found : known);
            if (better == best) break;
            best = better;
            levels = [.. best.Levels];
        }
        return best;
    }

    private int DepthOfBranches()
    {
        var (depth, nodes) = (0, 1L);
        while (depth < order.Length && nodes < LeastBranches) nodes *= table.Identifiers[order[depth++]].Hierarchy.Levels;
        return depth;
    }

    /// <summary>The nodes that share the levels of the first quasi-identifiers in the order; the others are at -1.</summary>
    private sealed record Branch(ImmutableArray<int> Levels, int Depth, double Bound);

    /// <summary>What one thread searches with: a table for each depth, and the best that it knows.</summary>
    private sealed class Worker
    {
        // Sums of the same numbers in another order differ by their rounding: a tie must not be cut off.
        private const double Rounding = 1e-12;

        private readonly GeneralisationSearch search;
        private readonly CancellationToken cancel;
        private readonly ClassJudge judge;
        private readonly InformationLoss loss;
        private readonly ClassTable[] own;

        // By depth: told at the levels so far. Each is one of its own, or one before it.
        private readonly ClassTable[] tables;
        private readonly ClassTable coarsest = new();
        private readonly int[] levels;

        public Worker(GeneralisationSearch search, CancellationToken cancel)
        {
            (this.search, this.cancel) = (search, cancel);
            judge = new ClassJudge(search.model, search.table);
            loss = InformationLoss.Of(search.measure, search.table, search.model);
            own = [.. search.order.Select(_ => new ClassTable())];
            tables = [search.table.Rows, .. own];
            levels = [.. search.order.Select(_ => -1)];
        }

        public Candidate? Best { get; set; }

        /// <summary>How many nodes it has looked at.</summary>
        public long Evaluated { get; private set; }

        /// <summary>A node, if it meets the model.</summary>
        public Candidate? Evaluate(int[] node)
        {
            node.CopyTo(levels, 0);
            return Judged(RollUp(levels.Length));
        }

        /// <summary>What is worth a search, the most promising first.</summary>
        public List<Branch> Branches(int depth)
        {
            var found = new List<Branch>();
            Array.Fill(levels, -1);
            Explore(0, depth, found);
            return [.. found.OrderBy(branch => branch.Bound)];
        }

        public void Search(Branch branch)
        {
            if (!IsWorthwhile(branch.Bound)) return;
            branch.Levels.CopyTo(levels);
            RollUp(branch.Depth);
            Explore(branch.Depth, levels.Length, []);
        }

        // The first quasi-identifiers told at their levels, the rest as recorded.
        private ClassTable RollUp(int depth)
        {
            for (var i = 0; i < depth; i++) RollUpAt(i, levels[search.order[i]]);
            return tables[depth];
        }

        // At level 0 nothing changes: the table is the one before, not a copy.
        private void RollUpAt(int depth, int level)
        {
            if (level == 0)
            {
                tables[depth + 1] = tables[depth];
                return;
            }
            tables[depth + 1] = own[depth];
            own[depth].RollUp(tables[depth], search.table.Identifiers[search.order[depth]], level, ulong.MaxValue);
        }

        // Gives the quasi-identifier at this depth each of its levels, from the top.
        private void Explore(int depth, int end, List<Branch> branches)
        {
            cancel.ThrowIfCancellationRequested();
            var place = search.order[depth];
            var identifier = search.table.Identifiers[place];
            for (var level = identifier.Top; level >= 0; level--)
            {
                levels[place] = level;
                if (depth + 1 == levels.Length)
                {
                    coarsest.RollUp(tables[depth], identifier, level, ulong.MaxValue);
                    if (Judged(coarsest) is { } found)
                    {
                        if (found.IsBetterThan(Best)) Best = found;
                    }
                    else if (search.wholeModelBounds) break;
                    continue;
                }
                coarsest.RollUp(tables[depth], identifier, level, search.told[depth]);
                // Where a node fails for want of rows, each finer one does.
                if (!judge.Judge(coarsest, search.wholeModelBounds, search.mostSuppressed)) break;
                var known = loss.Coarsest(levels, judge);
                if (!loss.BoundAsksFinest && !IsWorthwhile(known)) continue;
                RollUpAt(depth, level);
                var bound = loss.Bound(known, loss.BoundAsksFinest ? judge.Group(tables[depth + 1]) : tables[depth + 1]);
                if (!IsWorthwhile(bound)) continue;
                if (depth + 1 == end) branches.Add(new Branch([.. levels], end, bound));
                else Explore(depth + 1, end, branches);
            }
            levels[place] = -1;
        }

        private Candidate? Judged(ClassTable rows)
        {
            Evaluated++;
            return judge.Judge(rows, whole: true, search.mostSuppressed) ? new Candidate(loss.Score(levels, judge), judge.Suppressed, [.. levels]) : null;
        }

        private bool IsWorthwhile(double bound) => Best is null || bound <= Best.Score + (Rounding * (1 + Best.Score));
    }
}
