using Entraide.Core.Sealing;
using Entraide.Node.Identification;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Sealing;
using Entraide.Tests.Databases;
using Microsoft.Extensions.DependencyInjection;

namespace Entraide.Journeys;

/// <summary>A draft as a phone would have sent it, for an organisation.</summary>
internal static class Kept
{
    public static async Task<string> Draft(RunningNode node, string organisation, string note)
    {
        var (keys, id, now) = (node.App.Services.GetRequiredService<KeyRing>(), PlatformDb.NewId(), node.Clock.Now);
        var instrument = InstrumentLibrary.Shipped.Instruments[0];
        string Of(string concept) => instrument.Indicators.First(indicator => indicator.Concept == concept).Id;
        var text = $$$$"""{"format":"1","instrument":"{{{{instrument.Id}}}}","version":"{{{{instrument.Version}}}}","language":"el","age":"adult","savedAt":"2026-02-28T09:30:00.000Z","answers":{"{{{{Of("EX-hours")}}}}":"yes","{{{{Of("CD-docs")}}}}":"yes","{{{{Of("DR-job")}}}}":"no"},"notes":{"{{{{Of("EX-hours")}}}}":"{{{{note}}}}"},"besides":{"answers":{},"notes":{}}}""";
        var pair = keys.DraftPairs[0];
        using var half = pair.PublicKey;
        var sealedBytes = SealedDraft.Seal(half, id, DraftKeys.IdOf(pair), organisation, System.Text.Encoding.UTF8.GetBytes(text));
        await node.App.Services.GetRequiredService<AccessTicket.Gate>().Do(Caller.Node(Purpose.Identification), AccessAction.Create, KeptDraft.Subject(id, organisation), [], scope =>
        {
            scope.Db<IdentificationDb>().Drafts.Add(new KeptDraft { RecordId = id, KeyId = DraftKeys.IdOf(pair), RecipientId = organisation, OrganisationId = organisation, ReceivedAt = now, ExpiresAt = now + KeepDraft.KeptFor, Size = sealedBytes.Length, Sealed = sealedBytes });
            return Task.CompletedTask;
        });
        return id;
    }
}
