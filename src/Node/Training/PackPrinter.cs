using System.Text;
using Entraide.Core.Text;
using Entraide.Core.Training;
using Entraide.Node.Platform;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Entraide.Node.Training;

/// <summary>
/// The facilitator's pack as one file: to print, or to open where there is no network. The page takes all that it says as
/// parameters, so that the terminal, which has no pages, prints the same.
/// </summary>
public sealed class PackPrinter(ILoggerFactory logging)
{
    public async Task<byte[]> Print(TrainingDesign design, TrainingWords words, string language)
    {
        await using var services = new ServiceCollection().BuildServiceProvider();
        await using var renderer = new HtmlRenderer(services, logging);
        var frame = new Frame(Language.Find(language)!, "", "");
        return await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var page = await renderer.RenderComponentAsync<PackPage>(ParameterView.FromDictionary(new Dictionary<string, object?>(StringComparer.Ordinal) { ["Frame"] = frame, ["Design"] = design, ["Words"] = words }));
            return Encoding.UTF8.GetBytes(page.ToHtmlString());
        });
    }
}
