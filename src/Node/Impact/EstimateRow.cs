using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Sealing;
using Entraide.Node.Platform.Storage;

namespace Entraide.Node.Impact;

/// <summary>An estimate of a hidden population, with the lists that it was made from.</summary>
public sealed class EstimateRow : IGuarded
{
    public static readonly SealedColumn TableColumn = SealedColumn.Of<EstimateRow>(nameof(Table)), ResultColumn = SealedColumn.Of<EstimateRow>(nameof(Result));

    [Holds(FieldClass.Technical)] public required string RecordId { get; init; }
    [Holds(FieldClass.Technical)] public required string OrganisationId { get; init; }

    /// <summary>Which lists of which year, and where they come from.</summary>
    [Holds(FieldClass.Technical)] public required string Title { get; init; }

    [Holds(FieldClass.Technical)] public required DateTimeOffset At { get; init; }

    /// <summary>The lists as a file of histories: a history of one person tells of her.</summary>
    [Holds(FieldClass.Facts, isSealed: true)] public required byte[] Table { get; init; }

    /// <summary>Method, threshold, order, replicates and seed, which make the same estimate of the same table anywhere.</summary>
    [Holds(FieldClass.Technical)] public required string Options { get; init; }

    /// <summary>The estimate, as kept: the result of the table and the options.</summary>
    [Holds(FieldClass.Facts, isSealed: true)] public required byte[] Result { get; init; }

    [Holds(FieldClass.Technical)] public DateTimeOffset? PublishedAt { get; set; }

    /// <summary>What everybody may read: the estimate as JSON without the table; empty before.</summary>
    [Holds(FieldClass.Technical)] public required byte[] Published { get; set; }

    string? IGuarded.OrganisationId => OrganisationId;

    public Subject Subject() => new(Resource.Estimate, Zone.Node, RecordId, OrganisationId);
}
