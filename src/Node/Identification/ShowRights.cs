using Entraide.Node.Platform;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Entraide.Node.Identification;

/// <summary>The page for the person concerned: what help exists, and that she decides.</summary>
public static class ShowRights
{
    public static RazorComponentResult<ShowRightsPage> Show(Frame frame) => new(new { Frame = frame });
}
