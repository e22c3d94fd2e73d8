using Entraide.Node.Platform;

namespace Entraide.Node.Assistance;

/// <summary>The demonstration's part: one person helped, from a screening to her own page.</summary>
public static class CaseStory
{
    public static Task Demonstrate(IServiceProvider services, DemoTale tale) => Task.CompletedTask;
}
