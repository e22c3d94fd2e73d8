using Microsoft.AspNetCore.Http.HttpResults;

namespace Entraide.Node.Platform.Interface;

/// <summary>The page that shows each component of the visual language, in both directions.</summary>
public static class ShowComponents
{
    public static RazorComponentResult<ShowComponentsPage> Show(Frame frame) => new(new { Frame = frame });
}
