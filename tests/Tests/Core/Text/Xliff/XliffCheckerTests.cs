using System.Diagnostics;
using System.Text;
using Entraide.Core.Text.Xliff;

namespace Entraide.Tests.Core.Text.Xliff;

public sealed class XliffCheckerTests
{
    private static readonly XliffOptions French = new("en", "fr");

    public static TheoryData<string> Hostile => [.. HostileFiles.All.Select(file => file.Name)];

    [Theory, MemberData(nameof(Hostile))]
    public void A_hostile_file_is_refused_by_its_own_rule(string name)
    {
        var (_, rule, bytes) = HostileFiles.All.Single(file => file.Name == name);
        var clock = Stopwatch.StartNew();
        var faults = XliffChecker.Faults(bytes, French);
        Assert.Contains(faults, fault => fault.Rule.Id == rule);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), $"{clock.Elapsed}");
    }

    [Fact]
    public void The_hostile_corpus_is_large_and_its_plain_file_is_valid()
    {
        Assert.True(HostileFiles.All.Count >= 40);
        Assert.Empty(XliffChecker.Faults(Encoding.UTF8.GetBytes(HostileFiles.File()), French));
    }

    [Fact]
    public void Signs_that_nobody_sees_are_taken_where_they_are_allowed() =>
        Assert.Empty(XliffChecker.Faults(Encoding.UTF8.GetBytes(HostileFiles.File("<source>a</source><target>a\u200B\u202Eb</target>")), French with { HiddenSigns = true }));

    [Fact]
    public void The_joiners_of_Arabic_are_letters_of_it() =>
        Assert.Empty(XliffChecker.Faults(Encoding.UTF8.GetBytes(HostileFiles.File("<source>a</source><target>می\u200Cخواهم</target>"))));

    [Fact]
    public void Every_rule_has_its_own_id_and_is_shown_to_bite()
    {
        Assert.Equal(XliffRules.All.Length, XliffRules.All.Select(rule => rule.Id).Distinct(StringComparer.Ordinal).Count());
        var shown = XliffSuite.Rules.Values.Concat(HostileFiles.All.Select(file => file.Rule)).Concat(ImportTests.Returned.Select(unit => unit.Rule)).ToHashSet(StringComparer.Ordinal);
        Assert.Equal([], XliffRules.All.Select(rule => rule.Id).Where(rule => !shown.Contains(rule)));
    }

    [Fact]
    public void A_fault_names_the_line_the_element_and_its_unit()
    {
        var fault = Assert.Single(XliffChecker.Faults(Encoding.UTF8.GetBytes(HostileFiles.File("\n<source>a<ph id=\"p1\" dataRef=\"d9\"/></source>"))));
        Assert.Equal("data-ref: line 2, <ph p1> in unit u1: dataRef is “d9”, and there is no such original data in the unit. Name a <data> of the unit, or take it out.", fault.ToString());
    }

    [Fact]
    public void A_hostile_name_moves_no_terminal()
    {
        var fault = XliffChecker.Faults(Encoding.UTF8.GetBytes(HostileFiles.File().Replace("id=\"u1\"", "id=\"u&#x9b;31m\"")))[0];
        Assert.DoesNotContain(fault.ToString(), char.IsControl);
    }

    /// <summary>What grows with the square of its size would take hours here.</summary>
    [Fact]
    public void The_largest_files_that_are_read_are_judged_in_seconds()
    {
        var codes = string.Concat(Enumerable.Range(1, 8000).Select(i => $"<sc id=\"c{i}\" canDelete=\"no\"/>a<ec startRef=\"c{i}\" canDelete=\"no\"/><mrk id=\"m{i}\" type=\"x:y\" ref=\"#c{i}\">b</mrk>"));
        var segments = string.Concat(Enumerable.Range(1, 9000).Select(i => $"</segment><segment id=\"s{i}\"><source>a</source><target>b<ph id=\"p{i}\"/></target>"));
        var units = string.Concat(Enumerable.Range(2, 90_000).Select(i => $"<unit id=\"u{i}\"><segment><source>a<ph id=\"1\"/></source></segment></unit>"));
        var file = Encoding.UTF8.GetBytes(HostileFiles.File($"<source>{codes}</source><target>{codes.Replace(" id=\"m", " id=\"n")}</target>{segments}").Replace("</file>", units + "</file>").Replace("1,000,000", ""));
        var clock = Stopwatch.StartNew();
        XliffChecker.Faults(file);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(60), $"{clock.Elapsed}");
    }
}
