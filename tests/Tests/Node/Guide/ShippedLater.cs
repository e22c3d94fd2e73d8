using Entraide.Node.Guide;
using Entraide.Tests.Databases;
using Entraide.Node.Platform.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Entraide.Tests.Node.Guide;

/// <summary>What a later program would do at its first start.</summary>
internal static class ShippedLater
{
    public static async Task Apply(RunningNode node, TextState texts, ShippedText last, ShippedText next)
    {
        await using var db = node.App.Services.GetRequiredService<Database>().New<GuideDb>();
        await NewerShipment.Apply(db, texts.Documents[next.Document], last, next, node.Clock.Now);
        db.Shipments.Add(new Shipment { Document = next.Document, Release = next.Release, Content = TextStore.ToBytes(next), At = node.Clock.Now });
        await TextStore.Count(db);
        await db.SaveChangesAsync();
        node.App.Services.GetRequiredService<TextStore>().LookAgain();
    }
}
