using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Sealing;
using Entraide.Node.Platform.Storage;

namespace Entraide.Node.Impact;

/// <summary>The figures of a year as they stood on a day: frozen, never changed; a later edition restates them openly.</summary>
public sealed class EditionRow : IGuarded
{
    public static readonly SealedColumn CubeColumn = SealedColumn.Of<EditionRow>(nameof(Cube)), QualityColumn = SealedColumn.Of<EditionRow>(nameof(Quality));

    [Holds(FieldClass.Technical)] public required string RecordId { get; init; }
    [Holds(FieldClass.Technical)] public required string OrganisationId { get; init; }
    [Holds(FieldClass.Technical)] public required int Year { get; init; }

    /// <summary>Counted from 1 within the year.</summary>
    [Holds(FieldClass.Technical)] public required int Number { get; init; }

    [Holds(FieldClass.Technical)] public required DateTimeOffset At { get; init; }

    /// <summary>Why the figures were frozen or restated, in words that everybody may read.</summary>
    [Holds(FieldClass.Technical)] public required string Reason { get; init; }

    /// <summary>As <see cref="Core.Figures.FactCube"/> writes itself: small counts tell of people.</summary>
    [Holds(FieldClass.Facts, isSealed: true)] public required byte[] Cube { get; init; }

    [Holds(FieldClass.Facts, isSealed: true)] public required byte[] Quality { get; init; }

    /// <summary>Null until everybody may read it.</summary>
    [Holds(FieldClass.Technical)] public DateTimeOffset? PublishedAt { get; set; }

    /// <summary>What everybody may read: protected tables as JSON; empty before.</summary>
    [Holds(FieldClass.Technical)] public required byte[] Published { get; set; }

    string? IGuarded.OrganisationId => OrganisationId;

    public Subject Subject() => new(Resource.Figures, Zone.Node, RecordId, OrganisationId);
}
