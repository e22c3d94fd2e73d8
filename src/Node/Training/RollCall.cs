using System.Text;
using Entraide.Core.Text;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Entraide.Node.Training;

/// <summary>
/// Signing people in by number on a device without a network. The page and what it needs stand under <c>/roll/</c>, the reach
/// of its service worker, and are the same for everybody; the list of a delivery is fetched by whoever may see it, and has
/// numbers and no names: a device that is left in a room gives nobody away.
/// </summary>
public sealed class RollCall
{
    private static readonly Dictionary<string, string> Sentences = Language.All.ToDictionary(language => language.Tag, language => Encoding.UTF8.GetString(Catalogues.WriteTo(new CanonicalJson(), language, "roll").Bytes.Span), StringComparer.Ordinal);

    private readonly string worker = KeptPage.Worker("roll", Sentences.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => one.Value));

    public static RazorComponentResult<RollPage> Show(HttpContext context, string tag)
    {
        context.Response.Headers.CacheControl = "no-cache";
        return new RazorComponentResult<RollPage>(new { Frame = new Frame(Language.Find(tag)!, "", ""), Sentences = Sentences[tag] });
    }

    public static ContentHttpResult Worker(HttpContext context, RollCall roll)
    {
        context.Response.Headers.CacheControl = "no-cache";
        return TypedResults.Content(roll.worker, "text/javascript", Encoding.UTF8);
    }

    /// <summary>
    /// Sessions and people of a delivery, and a form token for whoever asks, with which what was noted is sent:
    /// <c>{"token", "title", "sessions": [{"id", "title", "minutes"}], "people": [{"number", "about"}]}</c>.
    /// </summary>
    /// <param name="tag">In which language titles and professions are given.</param>
    public static async Task<IResult> List(HttpContext context, Caller caller, string id, string tag, DeliveryBook book, IAntiforgery antiforgery)
    {
        var row = await book.Open(caller, id, AccessAction.Change);
        var (kit, say) = (await book.KitOf(row), Catalogues.For(Language.Find(tag)!));
        var words = TrainingWords.Of(kit, tag);
        return TypedResults.Json(new
        {
            token = antiforgery.GetAndStoreTokens(context).RequestToken,
            title = $"{words.Plain("title")}, {row.Place}",
            sessions = kit.Design.Sessions.Select(one => new { id = one.Id, title = words.Plain($"session.{one.Id}.title"), minutes = one.Minutes }),
            people = (await book.People(id)).Where(one => one.State == PersonState.Accepted).Select(one => new { number = one.Number, about = $"{say["profession." + one.Profession]} · {one.Country}" }),
        });
    }
}
