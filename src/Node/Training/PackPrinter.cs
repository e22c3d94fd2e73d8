using System.Text;
using Entraide.Core.Text;
using Entraide.Core.Training;
using Entraide.Node.Platform;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Entraide.Node.Training;

/// <summary>The facilitator's pack as one file: to print, or to open where there is no network.</summary>
public sealed class PackPrinter(IServiceScopeFactory scopes, ILoggerFactory logging)
{
    public async Task<byte[]> Print(TrainingDesign design, TrainingWords words, string language)
    {
        await using var scope = scopes.CreateAsyncScope();
        await using var renderer = new HtmlRenderer(scope.ServiceProvider, logging);
        var frame = new Frame(Language.Find(language)!, "", "");
        return await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var page = await renderer.RenderComponentAsync<PackPage>(ParameterView.FromDictionary(new Dictionary<string, object?>(StringComparer.Ordinal) { ["Frame"] = frame, ["Design"] = design, ["Words"] = words }));
            return Encoding.UTF8.GetBytes(page.ToHtmlString());
        });
    }
}
