using Entraide.Node.Guide;
using Entraide.Node.Platform;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Entraide.Node.Identification;

/// <summary>The page for the person concerned: what help exists, and that she decides. Its words are a living text.</summary>
public static class ShowRights
{
    public const string Document = "rights";

    public static async Task<RazorComponentResult<ShowRightsPage>> Show(Frame frame, LivingTexts texts) => new(new { Frame = frame, Text = await texts.Read(Document, frame.Language.Tag) });
}
