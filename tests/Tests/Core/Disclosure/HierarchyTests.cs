using Entraide.Core.Disclosure;

namespace Entraide.Tests.Core.Disclosure;

public sealed class HierarchyTests
{
    [Fact]
    public void A_leaf_is_told_less_and_less_exactly()
    {
        var age = Hierarchy.Of("age", [["8", "0-9", "*"], ["9", "0-9", "*"], ["10", "10-19", "*"]]);
        Assert.Equal(("age", 3, 3), (age.Column, age.Levels, age.Leaves));
        Assert.Equal(["9", "0-9", "*"], Enumerable.Range(0, 3).Select(level => age.Value("9", level)));
        Assert.Equal((1, 2, 1, 3, 0), (age.LeavesUnder("8", 0), age.LeavesUnder("0-9", 1), age.LeavesUnder("10-19", 1), age.LeavesUnder("*", 2), age.LeavesUnder("8", 1)));
        Assert.Equal("The hierarchy of \"age\" has no row for the value \"11\". Add a row that begins with it, or mend the value in the data.", Assert.Throws<DisclosureException>(() => age.Value("11", 0)).Message);
    }

    [Fact]
    public void A_value_may_stay_as_it_is_for_some_levels_and_a_leaf_need_not_occur()
    {
        var age = Hierarchy.Of("age", [["48+", "48+", "*"], ["", "", "*"], ["8", "0-9", "*"]]);
        age.Check(Microdata.Of(["age"], [["48+"], [""]]).Columns[0]);
        Assert.Contains("no row for the value \"7\"", Assert.Throws<DisclosureException>(() => age.Check(Microdata.Of(["age"], [["48+"], ["7"]]).Columns[0])).Message);
    }

    [Theory]
    [InlineData("", "The hierarchy of \"c\" is empty. Give one row for each value: the value, what it becomes at each level, and *.")]
    [InlineData("a;b;*|c;*", "Row 2 of the hierarchy of \"c\" has 2 values, the first row has 3. Give every row as many: repeat a value where a level does not change it.")]
    [InlineData("a;*|b;all", "Row 2 of the hierarchy of \"c\" ends in \"all\". End every row in *, the one top of all values.")]
    [InlineData("a", "Row 1 of the hierarchy of \"c\" ends in \"a\". End every row in *, the one top of all values.")]
    [InlineData("a;*|b;*|a;*", "Row 3 of the hierarchy of \"c\" begins with \"a\", as row 1 does. Leave one of them out.")]
    [InlineData("a;x;u;*|b;y;u;*|d;x;v;*", "Row 3 of the hierarchy of \"c\" puts \"x\" (level 1) under \"v\", row 1 under \"u\". Put it under one of them, or give the two different names.")]
    public void What_is_no_hierarchy_is_refused_and_the_sentence_says_where(string rows, string sentence) =>
        Assert.Equal(sentence, Assert.Throws<DisclosureException>(() => Hierarchy.Of("c", [.. rows.Split('|', StringSplitOptions.RemoveEmptyEntries).Select(row => row.Split(';'))])).Message);
}
