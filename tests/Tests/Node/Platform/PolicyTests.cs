using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Storage;

namespace Entraide.Tests.Node.Platform;

/// <summary>The access policy against its page, over every question that can be asked; and what must hold whatever the page says.</summary>
public sealed class PolicyTests
{
    private static readonly Question[] Everything =
    [
        .. Matrix.Of(Enum.GetValues<Role>(), Enum.GetValues<Purpose>(), Enum.GetValues<AccessAction>(), Enum.GetValues<Resource>(), Enum.GetValues<FieldClass>(), Enum.GetValues<Relation>(), Enum.GetValues<RecordState>()),
    ];

    private static readonly Decision[] Decisions = Array.ConvertAll(Everything, question => Policy.Decide(question));

    [Fact]
    public void The_table_and_the_oracle_agree_on_every_question()
    {
        var product = Enum.GetValues<Role>().Length * Enum.GetValues<Purpose>().Length * Enum.GetValues<AccessAction>().Length * Enum.GetValues<Resource>().Length
            * Enum.GetValues<FieldClass>().Length * Enum.GetValues<Relation>().Length * Enum.GetValues<RecordState>().Length;
        Assert.Equal(product, Everything.Length);
        AssertNone(Everything.Where(question => Policy.Decide(question) != PolicyOracle.Decide(question)));
    }

    [Fact]
    public void Every_change_of_a_row_is_found()
    {
        var killed = 0;
        var same = new List<string>();
        var survivors = new List<string>();
        foreach (var mutant in PolicyMutant.Of(Policy.Table))
        {
            // A question that neither the old nor the new row answers is decided by the rows that did not change.
            if (mutant.Touched.Any(question => Policy.Decide(mutant.Table, question) != PolicyOracle.Decide(question))) killed++;
            // That holds as long as a row answers only what its lists say; a survivor is excused by the whole matrix alone.
            else (DecidesAsBefore(mutant.Table) ? same : survivors).Add(mutant.Name);
        }
        var all = killed + same.Count + survivors.Count;
        var score = (double)killed / (all - same.Count);
        var counts = $"{all} mutants, {killed} killed, {same.Count} equivalent, {survivors.Count} survived, score {score:0.000}";
        TestContext.Current.TestOutputHelper?.WriteLine(counts);
        TestContext.Current.TestOutputHelper?.WriteLine("Equivalent: " + string.Join("; ", same));
        // For every row at least: each value of each list, the row itself, the other verdicts, two duties, the other resources.
        // Counted from the lists, so that a new role or resource makes the test ask for more and not the same as before.
        var values = Enum.GetValues<Role>().Length + Enum.GetValues<Purpose>().Length + Enum.GetValues<AccessAction>().Length
            + Enum.GetValues<FieldClass>().Length + Enum.GetValues<Relation>().Length + Enum.GetValues<RecordState>().Length;
        var perRow = values + 1 + (Enum.GetValues<Verdict>().Length - 1) + 2 + (Enum.GetValues<Resource>().Length - 1);
        Assert.True(all >= perRow * Policy.Table.Count, counts);
        Assert.True(score >= 1.0, $"{counts}. Survived: {string.Join("; ", survivors)}");
    }

    [Fact]
    public void The_list_of_purposes_is_closed_and_immigration_control_is_not_in_it()
    {
        Assert.Equal("Care Safety LegalAid Identification Investigation Prosecution Compensation FamilyTracing Audit Statistics Training Administration Guidance", string.Join(' ', Enum.GetNames<Purpose>()));
        string[] never = ["Immigration", "Border", "Removal", "Return"];
        string[] names = [.. Enum.GetNames<Role>(), .. Enum.GetNames<Purpose>(), .. Enum.GetNames<AccessAction>(), .. Enum.GetNames<Resource>()];
        Assert.DoesNotContain(names, name => never.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase)));
    }

    [Fact]
    public void Where_somebody_is_stands_in_cases_alone_and_nothing_of_justice_anywhere_yet() => AssertNone(NotDenied().Where(question =>
        (question.Class == FieldClass.Justice || (question.Class == FieldClass.Location && question.Resource != Resource.Case)) && (question.Role, question.Resource) != (Role.Node, Resource.Account)));

    [Fact]
    public void An_administrator_opens_nothing_about_a_person_concerned() => AssertNone(NotDenied().Where(question =>
        question.Role == Role.Administrator && (question.Resource is Resource.Draft or Resource.Screening or Resource.Case or Resource.Referral)));

    [Fact]
    public void Nobody_confirms_what_is_her_own() => AssertNone(NotDenied().Where(question =>
        question.Role != Role.Node && question.Action == AccessAction.Confirm && question.Relation == Relation.Own));

    [Fact]
    public void MayEver_is_true_exactly_where_some_question_is_not_denied()
    {
        static (Role Role, Purpose Purpose, AccessAction Action, Resource Resource) Door(Question question) => (question.Role, question.Purpose, question.Action, question.Resource);
        var open = NotDenied().Select(Door).ToHashSet();
        Assert.NotEmpty(open);
        AssertNone(Everything.DistinctBy(Door).Where(question => Policy.MayEver(question.Role, question.Purpose, question.Action, question.Resource) != open.Contains(Door(question))));
    }

    [Fact]
    public void Every_role_has_a_purpose_and_acts_for_no_other()
    {
        Assert.All(Enum.GetValues<Role>(), role => Assert.NotEmpty(Policy.PurposesOf[role]));
        // What is her own (sentences 14 and 17) is hers whatever she acts for.
        AssertNone(NotDenied().Where(question => !PolicyOracle.IsEveryPersonsOwn(question) && !Policy.PurposesOf[question.Role].Contains(question.Purpose)));
    }

    private static IEnumerable<Question> NotDenied() => Everything.Where((_, i) => Decisions[i].Verdict != Verdict.Deny);

    private static bool DecidesAsBefore(Rule[] table)
    {
        for (var i = 0; i < Everything.Length; i++)
            if (Policy.Decide(table, Everything[i]) != Decisions[i]) return false;
        return true;
    }

    // Names the first five: a slip in one row shows in thousands of questions at once.
    private static void AssertNone(IEnumerable<Question> questions)
    {
        var found = questions.ToList();
        if (found.Count == 0) return;
        var first = found.Take(5).Select(question => $"{question}: the table says {Policy.Decide(question)}, the oracle {PolicyOracle.Decide(question)}");
        Assert.Fail($"{found.Count} of {Everything.Length} questions, the first of them:\n{string.Join('\n', first)}");
    }
}

/// <summary>Questions by the values of their parts.</summary>
internal static class Matrix
{
    public static IEnumerable<Question> Of(Role[] roles, Purpose[] purposes, AccessAction[] actions, Resource[] resources, FieldClass[] classes, Relation[] relations, RecordState[] states) =>
        from role in roles
        from purpose in purposes
        from action in actions
        from resource in resources
        from fieldClass in classes
        from relation in relations
        from state in states
        select new Question(role, purpose, action, resource, fieldClass, relation, state);
}

/// <summary>A table with one row changed, left out or moved.</summary>
/// <param name="Rows">The rows that differ, as they were and as they are.</param>
internal sealed record PolicyMutant(string Name, Rule[] Table, Rule[] Rows)
{
    /// <summary>Every question that the change could decide otherwise.</summary>
    public IEnumerable<Question> Touched => Rows.SelectMany(row => Matrix.Of(row.Roles, row.Purposes, row.Actions, [row.Resource], row.Classes, row.Relations, row.States));

    public static IEnumerable<PolicyMutant> Of(IReadOnlyList<Rule> table)
    {
        for (var i = 0; i < table.Count; i++)
        {
            var rule = table[i];
            yield return new PolicyMutant($"without {rule.Id}", [.. table.Take(i), .. table.Skip(i + 1)], [rule]);
            if (i + 1 < table.Count)
                yield return new PolicyMutant($"{rule.Id} and {table[i + 1].Id} swapped", [.. table.Take(i), table[i + 1], rule, .. table.Skip(i + 2)], [rule, table[i + 1]]);
            foreach (var (name, changed) in Changes(rule))
                yield return new PolicyMutant($"{rule.Id} {name}", [.. table.Take(i), changed, .. table.Skip(i + 1)], [rule, changed]);
        }
    }

    private static IEnumerable<(string Name, Rule Changed)> Changes(Rule rule)
    {
        foreach (var (name, list) in Lists(rule.Roles)) yield return (name, rule with { Roles = list });
        foreach (var (name, list) in Lists(rule.Purposes)) yield return (name, rule with { Purposes = list });
        foreach (var (name, list) in Lists(rule.Actions)) yield return (name, rule with { Actions = list });
        foreach (var (name, list) in Lists(rule.Classes)) yield return (name, rule with { Classes = list });
        foreach (var (name, list) in Lists(rule.Relations)) yield return (name, rule with { Relations = list });
        foreach (var (name, list) in Lists(rule.States)) yield return (name, rule with { States = list });
        foreach (var verdict in Enum.GetValues<Verdict>())
            if (verdict != rule.Verdict) yield return ($"answering {verdict}", rule with { Verdict = verdict });
        foreach (var duty in (Duties[])[Duties.StepUp, Duties.SecondPerson])
            yield return ($"{(rule.Duties.HasFlag(duty) ? "without" : "with")} {duty}", rule with { Duties = rule.Duties ^ duty });
        foreach (var resource in Enum.GetValues<Resource>())
            if (resource != rule.Resource) yield return ($"on {resource}", rule with { Resource = resource });
    }

    // Each element taken away, each absent value added.
    private static IEnumerable<(string Name, T[] List)> Lists<T>(T[] list) where T : struct, Enum
    {
        foreach (var gone in list)
        {
            T[] fewer = [.. list.Where(one => !EqualityComparer<T>.Default.Equals(one, gone))];
            yield return ($"without {typeof(T).Name} {gone}", fewer);
        }
        foreach (var added in Enum.GetValues<T>().Except(list))
        {
            T[] more = [.. list, added];
            yield return ($"with {typeof(T).Name} {added}", more);
        }
    }
}
