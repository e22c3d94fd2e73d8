using Entraide.Core.Figures;
using Entraide.Node.Accounts;
using Entraide.Node.Assistance;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Impact;

/// <summary>
/// What an organisation gives to be counted: its own cases, as far as people agreed, or a file from another system. Only facts are
/// read; rows that cannot be read are kept aside and shown, and nothing of columns that were not mapped is kept.
/// </summary>
public static class GiveFacts
{
    /// <summary>Of a file, in bytes.</summary>
    public const int LargestFile = 32 * 1024 * 1024;

    private const int LongestSource = 120, LongestMapping = 8000;

    /// <param name="Fault">What was wrong with what was sent, as a key; <paramref name="Said"/> is what the mapping or the file says.</param>
    public sealed record GivenView(IReadOnlyList<ContributionRow> Rows, string? OwnOrganisation, bool MayCountCases, string Mapping, string? Fault, string Said);

    /// <param name="Kinds">How many facts of each kind and year.</param>
    public sealed record ContributionView(ContributionRow Row, IReadOnlyList<(FactKind Kind, int Year, int Count)> Kinds, Uncounted Uncounted, bool MayWithdraw);

    public static Task<IResult> Show(Frame frame, Caller caller, FactBook book) => Page(frame, caller, book, "", null, "");

    private static async Task<IResult> Page(Frame frame, Caller caller, FactBook book, string mapping, string? fault, string said)
    {
        await book.Gate.Ask(caller, AccessAction.List, FactBook.AllOf(Resource.Contribution, caller));
        var all = caller.Role == Role.NationalRapporteur;
        var rows = await book.Db.Contributions.AsNoTracking().Where(one => all || one.OrganisationId == caller.OrganisationId).OrderByDescending(one => one.At).Take(500).ToListAsync();
        return new RazorComponentResult<ContributionsPage>(new { Frame = frame, View = new GivenView(rows, caller.OrganisationId, caller.Role == Role.Coordinator, mapping, fault, said) }) { StatusCode = fault is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity };
    }

    /// <summary>Counts the organisation's own cases of a year, instead of what was counted of them before.</summary>
    public static async Task<IResult> Own(Frame frame, Caller caller, IFormCollection form, FactBook book, CaseFacts cases, Organisations organisations)
    {
        if (!int.TryParse(form["year"], out var year) || year is < 1990 or > 2200) return await Page(frame, caller, book, "", "contributions.fault.year", "");
        if (Country(form) is not { } country) return await Page(frame, caller, book, "", "contributions.fault.country", "");
        if (await OtherCountry(book, country) is { } other) return await Page(frame, caller, book, "", "contributions.fault.other-country", other);
        var (body, status) = (form["organisation"].ToString(), form["status"].ToString());
        var read = await cases.Read(caller);
        bool OfYear(string quarter) => quarter.StartsWith($"{year}-", StringComparison.Ordinal);
        var facts = read.Cases.Where(one => OfYear(one.Quarter)).Select(one => OfCase(one, year, FactSchema.Organisation.Knows(body) ? body : FactDimension.Unknown, FactSchema.Status.Knows(status) ? status : FactDimension.Unknown)).ToList();
        var name = (await organisations.All()).FirstOrDefault(one => one.Id == caller.OrganisationId)?.Name ?? "?";
        return await book.GiveCases(caller, year, name, country, facts, read.Others.Count(OfYear)) is { } id ? TypedResults.Redirect(frame.To($"/contributions/{id}")) : await Page(frame, caller, book, "", "contributions.fault.none", "");
    }

    /// <summary>A case as a fact. Who suffered several forms counts under the one that all are; otherwise under "other".</summary>
    private static StatisticalFact OfCase(CountedCase one, int year, string organisation, string status)
    {
        string Value(string field) => one.Facts.GetValueOrDefault(field, "");
        string[] forms = [.. Value("form").Split(';', StringSplitOptions.RemoveEmptyEntries).Select(form => form is "labour" or "domestic" or "servitude" ? "labour" : form == "sexual" ? "sexual" : "other").Distinct()];
        var codes = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["organisation"] = organisation, ["status"] = status,
            ["sex"] = Value("sex") is var sex && sex is "female" or "male" or "other" ? sex : FactDimension.Unknown,
            ["age"] = Value("age") switch { "" => FactDimension.Unknown, "child" or "perhaps-child" => "child", _ => "adult" },
            ["citizenship"] = Value("citizenship-group") switch { "own" => "own", "other-eu" => "other-eu", "non-eu" or "stateless" => "non-eu", _ => FactDimension.Unknown },
            ["form"] = forms.Length switch { 0 => FactDimension.Unknown, 1 => forms[0], _ => "other" },
        };
        // Where she was recruited is not where she comes from, which no field of facts says.
        if (Value("exploited-in") is { Length: 2 } exploited) codes["in"] = exploited;
        return StatisticalFact.Of(FactKind.Victim, year, codes, one.Mark[..24]);
    }

    /// <summary>Takes a file in from another system, with a mapping of its columns.</summary>
    public static async Task<IResult> Bring(Frame frame, Caller caller, IFormCollection form, FactBook book)
    {
        var (source, mapping) = (form["source"].ToString().Trim(), form["mapping"].ToString());
        if (source.Length is 0 or > LongestSource) return await Page(frame, caller, book, mapping, "contributions.fault.source", "");
        if (Country(form) is not { } country) return await Page(frame, caller, book, mapping, "contributions.fault.country", "");
        if (await OtherCountry(book, country) is { } other) return await Page(frame, caller, book, mapping, "contributions.fault.other-country", other);
        if (mapping.Length > LongestMapping || form.Files is not [var file] || file.Length > LargestFile) return await Page(frame, caller, book, mapping, "contributions.fault.file", "");
        try
        {
            await using var stream = file.OpenReadStream();
            var rows = CsvRows.Read(stream, frame.Say["contributions.the-file"]);
            var read = FactMapping.Read(mapping, rows.Columns, country);
            var owner = form["national"] == "yes" ? "" : source;
            var (facts, aside) = (new List<StatisticalFact>(), new List<RowAside>());
            foreach (var row in rows.Rows)
            {
                var (fact, kept) = read.Apply(row.Line, rows.Columns, row.Cells, record => book.Mark(owner, record));
                if (fact is not null) facts.Add(fact);
                else aside.Add(kept!);
            }
            if (facts.Count == 0) return await Page(frame, caller, book, mapping, "contributions.fault.unread", aside.Count == 0 ? "" : frame.Say.Say("contributions.aside.row", ("line", aside[0].Line), ("column", aside[0].Column), ("value", aside[0].Value), ("dimension", frame.Say["figure." + aside[0].Dimension])));
            var given = await book.Give(caller, source, country, facts, new Uncounted(0, aside));
            return TypedResults.Redirect(frame.To($"/contributions/{given.RecordId}"));
        }
        catch (FileRefusedException e)
        {
            return await Page(frame, caller, book, mapping, "contributions.fault.unread", e.Say(frame.Say));
        }
        catch (FactMappingException e)
        {
            return await Page(frame, caller, book, mapping, "contributions.fault.unread", frame.Say.Say("mapping." + e.Fault, ("line", e.Line), ("word", e.Word), ("dimension", e.Dimension), ("choices", string.Join(", ", e.Choices))));
        }
    }

    public static async Task<IResult> Open(Frame frame, Caller caller, string id, FactBook book)
    {
        var (row, facts, uncounted) = await book.OpenContribution(caller, id);
        var kinds = facts.GroupBy(fact => (fact.Kind, fact.Year)).OrderBy(same => same.Key.Year).ThenBy(same => same.Key.Kind).Select(same => (same.Key.Kind, same.Key.Year, same.Count())).ToList();
        return new RazorComponentResult<ContributionPage>(new { Frame = frame, View = new ContributionView(row, kinds, uncounted, row.OrganisationId == caller.OrganisationId) });
    }

    /// <summary>Takes it back for good: the years that were frozen with it stand as they were.</summary>
    public static async Task<IResult> Withdraw(Frame frame, Caller caller, string id, FactBook book)
    {
        var row = await book.Db.Contributions.AsNoTracking().SingleOrDefaultAsync(one => one.RecordId == id);
        await book.Gate.Do(caller, AccessAction.Erase, row?.Subject() ?? Subject.Missing(Resource.Contribution, Zone.Node, id), [], async scope =>
        {
            var rows = scope.Db<ImpactDb>();
            rows.Contributions.Remove(await rows.Contributions.SingleOrDefaultAsync(one => one.RecordId == id) ?? throw new NotThereException());
            await scope.EraseRecord();
        }, reason: "facts-withdrawn");
        return TypedResults.Redirect(frame.To("/contributions"));
    }

    private static string? Country(IFormCollection form) => FactMapping.CountryOf(form["country"].ToString().Trim());

    // A node counts for one State: two States' own citizens are not one group.
    private static Task<string?> OtherCountry(FactBook book, string country) => book.Db.Contributions.AsNoTracking().Where(one => one.Country != country).Select(one => one.Country).FirstOrDefaultAsync();
}
