using Entraide.Core.Estimation;

namespace Entraide.Tests.Core.Estimation;

/// <summary>
/// The published tables of Chan, Silverman and Vincent (2021) and Silverman, Chan and Vincent (2024), with what SparseMSE 2.0.1,
/// MultipleSystemsEstimation 1.2.0, dga 2.0.2 and Binette and Steorts (2021) say of them.
/// </summary>
public sealed class PublishedEstimateTests
{
    [Theory]
    [InlineData("artificial3", 539.0939, 539.0939, "", 8.8725, 3, 278.65, 1170.89)]
    [InlineData("korea3", 141.9926, 268.7778, "b:c", 8.5669, 2, 202.53, 390.20)]
    [InlineData("western5", 2007.1418, 2483.3839, "A:E", 26.5842, 24, 1657.09, 3830.03)]
    [InlineData("neworleans5-n185", 1034.1511, 1034.1511, "", 19.2835, 25, 658.26, 1708.60)]
    [InlineData("neworleans8-n185", 996.6643, 1183.6923, "D:E", 34.0071, 245, 720.92, 2046.06)]
    [InlineData("uk5", 13444.1312, 11312.9903, "LA:NG NG:GP PFNCA:GP LA:PFNCA GO:GP NG:GO", 16.3514, 19, 9884.40, 13027.40)]
    [InlineData("uk6", 12213.9951, 11417.9911, "PF:NCA LA:NG NG:GP LA:PF PF:GP GO:GP NG:GO", 22.9939, 49, 9977.28, 13145.66)]
    public void Main_effects_and_forward_selection_at_0_02(string name, double independent, double stepwise, string pairs, double deviance, int freedom, double low, double high)
    {
        var table = Published.Table(name);
        Published.Near(independent, LoglinearFit.Of(table, LoglinearModel.MainEffects(table.Lists.Length)).Population);
        var selected = StepwiseSelection.Select(table);
        Published.Near(stepwise, selected.Fit.Population);
        Assert.Equal(pairs, string.Join(' ', selected.Added.Select(pair => Published.Pair(table, pair))));
        Assert.Equal(deviance, selected.Fit.Deviance, 4);
        Assert.Equal(freedom, selected.Fit.DegreesOfFreedom);
        // The programs take the error from the round before the last.
        Assert.InRange(selected.Fit.Wald(0.95).Low / low, 1 - 3e-5, 1 + 3e-5);
        Assert.InRange(selected.Fit.Wald(0.95).High / high, 1 - 3e-5, 1 + 3e-5);
    }

    [Theory]
    [InlineData("western5", 0.05, 2817.7709, "A:E D:E")]
    [InlineData("western5", 1, 7874.3499, null)]
    [InlineData("neworleans5-n185", 0.05, 1034.1511, "")]
    [InlineData("neworleans5-n185", 0.1, 1839.3507, "A:BEFG A:D BEFG:D")]
    [InlineData("neworleans5-n185", 1, 3375.5454, null)]
    [InlineData("neworleans8-n185", 0.01, 996.6643, "")]
    [InlineData("neworleans8-n185", 0.05, 1494.4528, "D:E B:F A:E")]
    [InlineData("neworleans8-n185", 0.1, 2282.0674, "D:E B:F A:E C:G A:D")]
    [InlineData("neworleans8-n185", 1, 2393.2028, null)]
    [InlineData("uk5", 0.001, 13100.8433, "LA:NG NG:GP PFNCA:GP LA:PFNCA")]
    [InlineData("uk5", 0.005, 12262.4124, "LA:NG NG:GP PFNCA:GP LA:PFNCA GO:GP")]
    [InlineData("uk5", 1, 11232.5314, null)]
    [InlineData("uk6", 1, 10568.7067, null)]
    [InlineData("artificial3", 1, 296.0000, "A:C B:C")]
    [InlineData("korea3", 1, 157.1667, "b:c c:d")]
    public void Other_thresholds(string name, double threshold, double expected, string? pairs)
    {
        var table = Published.Table(name);
        var selected = StepwiseSelection.Select(table, threshold);
        Published.Near(expected, selected.Fit.Population);
        if (pairs is not null) Assert.Equal(pairs.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(), selected.Added.Select(pair => Published.Pair(table, pair)).Order());
        else Assert.Equal(table.Lists.Length * (table.Lists.Length - 1) / 2, selected.Added.Length);
    }

    [Theory]
    [InlineData("artificial3", 2, "4/3/1/0")]
    [InlineData("korea3", 2, "6/2/0/0")]
    [InlineData("uk5", 2, "1024/0/0/0")]
    [InlineData("uk5", 3, "6084/128/0/0")]
    [InlineData("uk5", 4, "6519/338/0/36")]
    [InlineData("western5", 2, "1024/0/0/0")]
    [InlineData("western5", 3, "3354/2826/0/32")]
    [InlineData("western5", 4, "3375/3374/0/144")]
    [InlineData("neworleans5-n185", 2, "1024/0/0/0")]
    [InlineData("neworleans5-n185", 3, "5925/223/64/0")]
    [InlineData("neworleans5-n185", 4, "6327/340/226/0")]
    public void Every_hierarchical_model_has_the_status_that_two_solvers_gave_it(string name, int order, string expected)
    {
        var ranking = ModelSearch.Rank(Published.Table(name), order);
        Assert.Equal(expected, string.Join('/', Enumerable.Range(0, 4).Select(status => ranking.StatusCounts.GetValueOrDefault((ModelStatus)status))));
    }

    [Theory]
    [InlineData("korea3", 2, "[12,23]", 157.1667, 57.140810, "[12,3]", 268.7778, 58.968596)]
    [InlineData("artificial3", 2, "[1,2,3]", 539.0939, 46.404817, "[13,23]", 296.0000, 46.660973)]
    [InlineData("western5", 2, "[15,2,3,4]", 2483.3839, 118.744315, null, 0, 0)]
    [InlineData("western5", 3, "[15,2,3,4]", 2483.3839, 118.744315, "[12,15,3,4]", 2175.1623, 118.997150)]
    [InlineData("neworleans5-n185", 2, "[1,2,3,4,5]", 1034.1511, 96.8515, null, 0, 0)]
    [InlineData("uk5", 2, "[12,13,23,25,34]", 22991.3313, 196.539756, "[12,13,25,35,45]", 12262.4124, 197.494965)]
    [InlineData("uk5", 3, "[123,25,34]", 25311.2906, 195.879106, "[123,34,5]", 28822.1256, 196.329677)]
    public void The_smallest_criterion_and_the_next(string name, int order, string model, double estimate, double criterion, string? next, double nextEstimate, double nextCriterion)
    {
        var fits = ModelSearch.Rank(Published.Table(name), order).Fits;
        Assert.Equal(model, fits[0].Model.ToString());
        Published.Near(estimate, fits[0].Population);
        Assert.Equal(criterion, fits[0].BayesianInformation, name.StartsWith("new", StringComparison.Ordinal) ? 4 : 6);
        if (next is null) return;
        Assert.Equal(next, fits[1].Model.ToString());
        Published.Near(nextEstimate, fits[1].Population);
        Assert.Equal(nextCriterion, fits[1].BayesianInformation, 6);
    }

    [Fact]
    public void The_weighted_mean_of_the_models_of_the_five_British_lists() => Assert.Equal(22285.23, ModelSearch.Rank(PublishedTables.UnitedKingdom2013FiveLists, 3).WeightedMean, 2);

    [Theory]
    [InlineData(3, 2, 8)]
    [InlineData(4, 3, 113)]
    [InlineData(5, 2, 1024)]
    [InlineData(5, 3, 6212)]
    [InlineData(5, 4, 6893)]
    public void As_many_models_as_there_are(int lists, int order, int expected)
    {
        LoglinearModel[] models = [.. LoglinearModel.All(lists, order)];
        Assert.Equal(expected, models.Length);
        Assert.Equal(expected, models.Distinct().Count());
        Assert.All(models.Take(300), model => Assert.Equal(model, LoglinearModel.Of(lists, model.Generators)));
    }

    // Korea: dga; the others: Binette and Steorts, "On the reliability of multiple systems estimation", 2021.
    [Theory]
    [InlineData("korea3", 8, 161, 124, 460)]
    [InlineData("western5", 822, 2128, 1340, 3868)]
    [InlineData("neworleans5-n185", 822, 869, 514, 1763)]
    [InlineData("uk5", 822, 23016, 10408, 33481)]
    public void Averages_over_decomposable_graphs(string name, int graphs, double median, double low, double high)
    {
        var posterior = GraphAveraging.Average(Published.Table(name));
        Assert.Equal((graphs, median, low, high), (posterior.Graphs, posterior.Median, posterior.Low, posterior.High));
        Assert.Equal(1, posterior.Posterior.Sum(one => one.Probability), 9);
    }

    [Fact]
    public void Two_hills_are_seen_where_a_single_model_hides_them() => Assert.Equal((true, false), (GraphAveraging.Average(PublishedTables.UnitedKingdom2013FiveLists).HasTwoPeaks, GraphAveraging.Average(PublishedTables.NewOrleansFiveLists).HasTwoPeaks));

    [Fact]
    public void Fourteen_drawn_tables_give_what_the_published_programs_give()
    {
        var folder = Repository.File("tests", "vectors", "estimation", "drawn");
        foreach (var line in File.ReadLines(Path.Combine(folder, "answers.csv")).Skip(1))
        {
            var cells = line.Split(',');
            var table = Published.Read(File.ReadAllLines(Path.Combine(folder, cells[0])));
            Assert.Equal(int.Parse(cells[2]), table.Observed);
            var selected = StepwiseSelection.Select(table);
            Published.Near(double.Parse(cells[4]), selected.Fit.Population);
            Assert.Equal(cells[5].Trim('[', ']').Split(';').Order(), selected.Fit.Model.ToString().Trim('[', ']').Split(',').Order());
            var ranking = ModelSearch.Rank(table, 2);
            Assert.Equal(cells[7], string.Join('/', Enumerable.Range(0, 4).Select(status => ranking.StatusCounts.GetValueOrDefault((ModelStatus)status))));
            Published.Near(double.Parse(cells[8]), ranking.Fits[0].Population);
            Assert.Equal(double.Parse(cells[10]), ranking.Fits[0].BayesianInformation, 5);
            if (table.Lists.Length is < GraphAveraging.FewestLists or > GraphAveraging.MostLists) continue;
            var posterior = GraphAveraging.Average(table);
            Assert.Equal((double.Parse(cells[11]), double.Parse(cells[12]), double.Parse(cells[13])), (posterior.Median, posterior.Low, posterior.High));
        }
    }
}
