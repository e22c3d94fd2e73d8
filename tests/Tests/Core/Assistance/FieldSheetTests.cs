using Entraide.Core.Assistance;

namespace Entraide.Tests.Core.Assistance;

/// <summary>Two people write the same field: both values are shown, none is lost.</summary>
public sealed class FieldSheetTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void What_two_wrote_without_seeing_each_other_stands_beside_each_other_until_one_decides()
    {
        var seen = FieldSheet.Empty.Write("phone", "0470", "ana", Noon, []);
        var both = seen.Write("phone", "0471", "ana", Noon, [1]).Write("phone", "0472", "luc", Noon, [1]);
        Assert.Equal(["0471", "0472"], both.Current("phone").Select(one => one.Value));
        Assert.Null(both.Value("phone"));
        Assert.Equal(["phone"], both.InConflict);
        var decided = both.Write("phone", "0472", "eva", Noon, [2, 3]);
        Assert.Equal("0472", decided.Value("phone"));
        Assert.Empty(decided.InConflict);
        Assert.Equal(4, decided.All.Length);
    }

    [Fact]
    public void The_same_value_twice_is_no_conflict()
    {
        var sheet = FieldSheet.Empty.Write("need", "a doctor", "ana", Noon, []).Write("need", "a doctor", "luc", Noon, []);
        Assert.Equal("a doctor", sheet.Value("need"));
        Assert.Single(sheet.All);
    }

    [Fact]
    public void A_value_goes_only_when_somebody_who_had_seen_it_wrote_another()
    {
        for (var seed = 0; seed < 2_000; seed++)
        {
            var random = new Random(seed);
            var sheet = FieldSheet.Empty;
            for (var step = 0; step < 12; step++)
            {
                var (field, value) = ($"f{random.Next(2)}", $"v{random.Next(4)}");
                // An old page: what stood there some steps ago.
                var page = sheet.All.Take(random.Next(sheet.All.Length + 1)).Select(one => one.Number).ToList();
                var before = sheet.Current(field);
                sheet = sheet.Write(field, value, "ana", Noon.AddMinutes(step), page);
                var after = sheet.Current(field);
                Assert.Contains(after, one => one.Value == value);
                Assert.All(before.Where(one => !page.Contains(one.Number)), one => Assert.Contains(after, now => now.Value == one.Value));
            }
            Assert.All(sheet.All.SelectMany(one => one.Replaces), number => Assert.Contains(sheet.All, one => one.Number == number));
        }
    }
}
