using System.Text.Json;
using Entraide.Core.Figures;
using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Sealing;
using Entraide.Node.Platform.Storage;

namespace Entraide.Node.Impact;

/// <summary>What a contribution does not count: numbers so small that they tell of people.</summary>
/// <param name="Others">How many people who are helped did not agree to be counted.</param>
/// <param name="Rows">The rows kept aside: line, column, what stands there, what it should have said. Nothing of columns that were not mapped.</param>
public sealed record Uncounted(int Others, IReadOnlyList<RowAside> Rows)
{
    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this);

    public static Uncounted Read(byte[] bytes) => JsonSerializer.Deserialize<Uncounted>(bytes)!;
}

/// <summary>What one organisation gave to be counted, at one time: facts without who, sealed as one; how many too.</summary>
public sealed class ContributionRow : IGuarded
{
    public static readonly SealedColumn ContentColumn = SealedColumn.Of<ContributionRow>(nameof(Content)), AsideColumn = SealedColumn.Of<ContributionRow>(nameof(Aside));

    [Holds(FieldClass.Technical)] public required string RecordId { get; init; }
    [Holds(FieldClass.Technical)] public required string OrganisationId { get; init; }

    /// <summary>The year whose cases of the organisation it counts; null for a file.</summary>
    [Holds(FieldClass.Technical)] public int? CasesOf { get; init; }

    /// <summary>Who registered what is counted: a body, never a person.</summary>
    [Holds(FieldClass.Technical)] public required string Source { get; set; }

    /// <summary>The State for which it is counted (ISO 3166-1 alpha-2).</summary>
    [Holds(FieldClass.Technical)] public required string Country { get; set; }

    [Holds(FieldClass.Technical)] public required int FirstYear { get; init; }
    [Holds(FieldClass.Technical)] public required int LastYear { get; init; }

    [Holds(FieldClass.Technical)] public required DateTimeOffset At { get; init; }

    /// <summary>The facts as <see cref="Core.Figures.FactFile"/> writes them.</summary>
    [Holds(FieldClass.Facts, isSealed: true)] public required byte[] Content { get; set; }

    /// <summary>What was not counted, as <see cref="Uncounted"/>.</summary>
    [Holds(FieldClass.Facts, isSealed: true)] public required byte[] Aside { get; set; }

    string? IGuarded.OrganisationId => OrganisationId;

    public Subject Subject() => new(Resource.Contribution, Zone.Node, RecordId, OrganisationId);
}
