namespace Entraide.Core.Estimation;

/// <summary>What a fitted model says.</summary>
/// <param name="Status">Where it is not <see cref="ModelStatus.Estimable"/>, the numbers mean nothing and are NaN.</param>
/// <param name="Unseen">Expected people on no list: the exponential of the intercept.</param>
/// <param name="StandardError">Of the intercept, from the information matrix.</param>
/// <param name="LogLikelihood">The full Poisson likelihood.</param>
/// <param name="Deviance">Twice the distance to the saturated model.</param>
/// <param name="DegreesOfFreedom">Histories that the model allows, less its parameters that are finite.</param>
public sealed record LoglinearFit(LoglinearModel Model, int Observed, ModelStatus Status, double Unseen, double StandardError, double LogLikelihood, double Deviance, int DegreesOfFreedom)
{
    /// <summary>The whole population: those seen, and those expected unseen.</summary>
    public double Population => Observed + Unseen;

    /// <summary>Schwarz's criterion with the number of people; a term at minus infinity counts as a parameter too.</summary>
    public double BayesianInformation => (Model.Terms.Length * Math.Log(Observed)) - (2 * LogLikelihood);

    /// <summary>Limits from the standard error of the intercept (Wald): people seen, and exp(intercept ± z × error).</summary>
    public (double Low, double High) Wald(double level)
    {
        var spread = Statistics.NormalDistribution.Quantile((1 + level) / 2) * StandardError;
        return (Observed + (Unseen * Math.Exp(-spread)), Observed + (Unseen * Math.Exp(spread)));
    }

    /// <summary>Fits one model to a table.</summary>
    public static LoglinearFit Of(CaptureTable table, LoglinearModel model)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(model);
        if (model.Lists != table.Lists.Length) throw new ArgumentException($"The model is one of {model.Lists} lists, the table has {table.Lists.Length}.", nameof(model));
        var tally = new Tally(table);
        return new Fitter(model.Lists).Fit(tally, model);
    }
}

/// <summary>Counts that may be changed, for resampling; not for several threads.</summary>
internal sealed class Tally
{
    public Tally(CaptureTable table)
    {
        Counts = [.. table.Counts];
        Margins = new int[Counts.Length];
        Recount();
    }

    public int[] Counts { get; }
    public int[] Margins { get; }
    public int Observed => Margins[0];

    /// <summary>To be called after <see cref="Counts"/> changed.</summary>
    public void Recount()
    {
        Counts.CopyTo(Margins, 0);
        SupersetSums.Add(Margins.AsSpan());
    }
}

/// <summary>
/// Fits log-linear models by maximum likelihood: Newton's method on the Poisson likelihood, in which sums over histories and over
/// terms are taken for all sets at once (<see cref="SupersetSums"/>), so that no design matrix is ever built. A term whose
/// margin is 0 stands at minus infinity and takes the histories that hold it out of the fit (Chan, Silverman and Vincent 2021,
/// section 2). Keeps its working memory; not for several threads.
/// </summary>
internal sealed class Fitter(int lists)
{
    private const int MostRounds = 200;
    private const double Settled = 1e-7;

    private readonly double[] parameters = new double[1 << lists], means = new double[1 << lists], sums = new double[1 << lists], work = new double[1 << lists];
    private readonly bool[] dead = new bool[1 << lists];
    private readonly int[] live = new int[1 << lists], seen = new int[1 << lists], unseen = new int[1 << lists];
    private double[] matrix = new double[16 * 16], step = new double[16];
    private int terms, seenCells, unseenCells;

    /// <summary>Expected people on all these lists, among the seen, under the model that was fitted last.</summary>
    public double ExpectedMargin(int set) => sums[set];

    /// <summary>Expected people on no list, under the model that was fitted last.</summary>
    public double Unseen => Math.Exp(parameters[0]);

    /// <summary>Whether the table gives this model an estimate.</summary>
    public ModelStatus Status(Tally tally, ReadOnlySpan<int> model)
    {
        Prepare(tally, model);
        return Existence.Of(live.AsSpan(0, terms), seen.AsSpan(0, seenCells), unseen.AsSpan(0, unseenCells));
    }

    public LoglinearFit Fit(Tally tally, LoglinearModel model)
    {
        var status = Solve(tally, model.Terms.AsSpan());
        if (status != ModelStatus.Estimable) return new LoglinearFit(model, tally.Observed, status, double.NaN, double.NaN, double.NaN, double.NaN, 0);
        var (likelihood, deviance) = (0.0, 0.0);
        for (var cell = 1; cell < means.Length; cell++)
        {
            if (dead[cell]) continue;
            var count = tally.Counts[cell];
            likelihood += (count == 0 ? 0 : count * Math.Log(means[cell])) - means[cell] - Statistics.GammaFunction.LogFactorial(count);
            deviance += 2 * ((count == 0 ? 0 : count * Math.Log(count / means[cell])) - count + means[cell]);
        }
        return new LoglinearFit(model, tally.Observed, status, Unseen, InterceptError(), likelihood, deviance, seenCells + unseenCells - terms);
    }

    /// <summary>Fits without the figures of the fit: what selecting models needs.</summary>
    public ModelStatus Solve(Tally tally, ReadOnlySpan<int> model)
    {
        var status = Status(tally, model);
        return status == ModelStatus.Estimable && !Maximise(tally) ? ModelStatus.NoMaximum : status;
    }

    private void Prepare(Tally tally, ReadOnlySpan<int> model)
    {
        if (step.Length < model.Length) (matrix, step) = (new double[model.Length * model.Length], new double[model.Length]);
        Array.Clear(dead);
        terms = seenCells = unseenCells = 0;
        foreach (var term in model)
        {
            if (tally.Margins[term] > 0) live[terms++] = term;
            else dead[term] = true;
        }
        for (var bit = 1; bit < dead.Length; bit <<= 1)
            for (var cell = bit; cell < dead.Length; cell++)
                if ((cell & bit) != 0) dead[cell] |= dead[cell ^ bit];
        for (var cell = 1; cell < dead.Length; cell++)
        {
            if (tally.Counts[cell] > 0) seen[seenCells++] = cell;
            else if (!dead[cell]) unseen[unseenCells++] = cell;
        }
    }

    private bool Maximise(Tally tally)
    {
        Start(tally);
        var height = double.NegativeInfinity;
        for (var round = 0; round < MostRounds; round++)
        {
            var reached = Climb(tally);
            // A step too far is halved until it rises: the likelihood has one hill only.
            for (var halving = 0; !(reached >= height - (1e-12 * Math.Abs(height))) && halving < 60; halving++)
            {
                for (var place = 0; place < terms; place++) parameters[live[place]] -= step[place] /= 2;
                reached = Climb(tally);
            }
            height = reached;
            for (var place = 0; place < terms; place++) step[place] = tally.Margins[live[place]] - sums[live[place]];
            if (!FactorInformation()) return false;
            SolveFactored(step);
            var largest = 0.0;
            for (var place = 0; place < terms; place++)
            {
                parameters[live[place]] += step[place];
                largest = Math.Max(largest, Math.Abs(step[place]));
            }
            // The error left is of the order of the square of the last step.
            if (largest < Settled)
            {
                Climb(tally);
                return true;
            }
        }
        return false;
    }

    /// <summary>Weighted least squares on the logarithms of the counts, each with a tenth added: the usual first step.</summary>
    private void Start(Tally tally)
    {
        Array.Clear(sums);
        Array.Clear(work);
        for (var cell = 1; cell < sums.Length; cell++)
        {
            if (dead[cell]) continue;
            var mean = tally.Counts[cell] + 0.1;
            sums[cell] = mean;
            work[cell] = (mean * Math.Log(mean)) - 0.1;
        }
        SupersetSums.Add(sums.AsSpan());
        SupersetSums.Add(work.AsSpan());
        for (var place = 0; place < terms; place++) step[place] = work[live[place]];
        Array.Clear(parameters);
        if (!FactorInformation()) return;
        SolveFactored(step);
        for (var place = 0; place < terms; place++) parameters[live[place]] = step[place];
    }

    /// <summary>Means and their sums under the parameters as they stand; the height of the likelihood, but for a constant.</summary>
    private double Climb(Tally tally)
    {
        parameters.CopyTo(work, 0);
        SupersetSums.AddSubsets(work);
        var height = 0.0;
        means[0] = 0;
        for (var cell = 1; cell < means.Length; cell++)
        {
            means[cell] = dead[cell] ? 0 : Math.Exp(work[cell]);
            if (tally.Counts[cell] > 0) height += tally.Counts[cell] * work[cell];
        }
        means.CopyTo(sums, 0);
        SupersetSums.Add(sums.AsSpan());
        return height - sums[0];
    }

    /// <summary>Cholesky's factor of the information matrix, whose entry for two terms is the expected margin of both together.</summary>
    private bool FactorInformation()
    {
        for (var row = 0; row < terms; row++)
        {
            for (var column = 0; column <= row; column++)
            {
                var sum = sums[live[row] | live[column]];
                for (var place = 0; place < column; place++) sum -= matrix[(row * terms) + place] * matrix[(column * terms) + place];
                if (column < row) matrix[(row * terms) + column] = sum / matrix[(column * terms) + column];
                else if (sum > 1e-15 * sums[live[row]]) matrix[(row * terms) + row] = Math.Sqrt(sum);
                else return false;
            }
        }
        return true;
    }

    private void SolveFactored(double[] right)
    {
        for (var row = 0; row < terms; row++)
        {
            for (var place = 0; place < row; place++) right[row] -= matrix[(row * terms) + place] * right[place];
            right[row] /= matrix[(row * terms) + row];
        }
        for (var row = terms - 1; row >= 0; row--)
        {
            for (var place = row + 1; place < terms; place++) right[row] -= matrix[(place * terms) + row] * right[place];
            right[row] /= matrix[(row * terms) + row];
        }
    }

    private double InterceptError()
    {
        FactorInformation();
        Array.Clear(step);
        step[0] = 1;
        SolveFactored(step);
        return Math.Sqrt(step[0]);
    }
}
