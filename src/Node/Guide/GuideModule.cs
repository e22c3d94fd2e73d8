using Entraide.Core.Text.Terms;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Storage;
using Microsoft.AspNetCore.Mvc;

namespace Entraide.Node.Guide;

/// <summary>The living guide, and the engine of every text that stands in several languages and national versions.</summary>
public static class GuideModule
{
    public const string Name = "Guide";

    public static readonly Module Module = new()
    {
        Name = Name,
        Services = Services,
        Routes = Routes,
        Menu =
        [
            new("guide", language => $"/{language}/guide"),
            new("texts", language => $"/{language}/texts") { Asks = new(AccessAction.List, Resource.CoreText, null) },
            new("translate", language => $"/{language}/translate") { Asks = new(AccessAction.List, Resource.Translation, null) },
            new("national", language => $"/{language}/national") { Asks = new(AccessAction.List, Resource.NationalText, null) },
        ],
        Commands = modules => [GuideCommand.Command(modules), XliffCommand.Command()],
        Check = services =>
        {
            _ = services.GetRequiredService<Lazy<Termbase>>().Value;
            return TakeIn.Run(services);
        },
        Demonstrate = Demonstrate,
    };

    private static async Task Demonstrate(IServiceProvider services, DemoTale tale)
    {
        var state = await services.GetRequiredService<TextStore>().Now();
        var guide = state.Documents[ReadGuide.Document];
        tale.Step("The guide");
        tale.Say($"{guide.Current.Entries.Length} blocks in {guide.Languages.Length} languages, edition {guide.Current.Number}; countries with a text of their own: {string.Join(", ", state.Countries.Keys.Order(StringComparer.Ordinal))}.");
        tale.Say($"In French for Belgium it is the text with the code {GuideView.CodeOf(state.Read(ReadGuide.Document, "fr", "BE").Hash)}: /fr/guide?country=BE. Any node that holds the same gives the same.");
        tale.Say("Stella changes the core at /en/texts and sees what each change will do to translations and countries; Theo translates at /en/translate; Nefeli writes a country's text at /en/national, once Stella has entrusted it.");
    }

    private static void Services(IServiceCollection services, Database database)
    {
        database.Add<GuideDb>(services, Name);
        services.AddSingleton<TextStore>();
        services.AddSingleton<LivingTexts>();
        services.AddSingleton<ModuleTexts>();
        services.AddSingleton<CopyBook>();
        services.AddSingleton(new Lazy<Termbase>(ShippedTerms.Read));
        services.AddSingleton<CopyFiles>();
        services.AddSingleton<Reader>();
        services.AddSingleton(new Lazy<ShippedText>(() => ShippedFiles.Document(ReadGuide.Document)));
        services.AddSingleton(new Lazy<IReadOnlyList<ShippedCountry>>(ShippedFiles.Countries));
    }

    private static void Routes(IEndpointRouteBuilder routes)
    {
        const string ForAll = "the guide is for everybody to read";
        routes.MapGet("/{language:language}/guide", ReadGuide.Contents).Public(ForAll).Compressed();
        routes.MapGet("/{language:language}/guide/whole", ReadGuide.Whole).Public(ForAll).Compressed();
        routes.MapGet("/{language:language}/guide/check", CheckCopy.Show).Public(ForAll);
        routes.MapGet("/guide/check.json", CheckCopy.Json).Public(ForAll);
        routes.MapGet("/{language:language}/guide/explains/{**key}", ReadGuide.About).Public(ForAll);
        routes.MapGet("/{language:language}/guide/difference/{**id}", ReadGuide.Difference).Public(ForAll).Compressed();
        routes.MapGet("/{language:language}/guide/terms", ShowTerms.Show).Public(ForAll).Compressed();
        routes.MapGet("/{language:language}/guide/download.epub", TakeGuide.Book).Public(ForAll);
        routes.MapGet("/{language:language}/guide/download.html", TakeGuide.File).Public(ForAll).Compressed();
        routes.MapGet("/{language:language}/guide/download.json", TakeGuide.Json).Public(ForAll).Compressed();
        routes.MapGet("/{language:language}/guide/{id}", ReadGuide.Chapter).Public(ForAll).Compressed();

        const string Same = "the same for everybody: the guide, to be kept on a phone";
        routes.MapGet("/reader/{tag:language}", Reader.Show).Public(Same).Compressed();
        routes.MapGet("/reader/words/{tag:language}.json", Reader.Words).Public(Same).Compressed();
        routes.MapGet("/reader/text/{tag:language}/{country}.json", Reader.Bundle).Public(Same).Compressed();
        routes.MapGet("/reader/worker.js", Reader.Worker).Public(Same).Compressed();

        routes.MapGet("/{language:language}/texts", ListTexts.Show).Asks(AccessAction.List, Resource.CoreText);
        routes.MapGet("/{language:language}/texts/{id}", OpenText.Show).Asks(AccessAction.Open, Resource.CoreText);
        routes.MapGet("/{language:language}/texts/{id}/edit", EditBlock.Show).Asks(AccessAction.Change, Resource.CoreText);
        routes.MapPost("/{language:language}/texts/{id}/edit", EditBlock.Save).Asks(AccessAction.Change, Resource.CoreText, "/texts").NeedsToken();
        routes.MapPost("/{language:language}/texts/{id}/withdraw", EditBlock.Withdraw).Asks(AccessAction.Change, Resource.CoreText, "/texts").NeedsToken();
        routes.MapPost("/{language:language}/texts/{id}/agree", EditBlock.Agree).Asks(AccessAction.Confirm, Resource.CoreText, "/texts").NeedsToken();
        routes.MapPost("/{language:language}/texts/{id}/release", ReleaseEdition.Release).Asks(AccessAction.Release, Resource.CoreText, "/texts").NeedsToken();

        routes.MapGet("/{language:language}/national", OpenNational.List).Asks(AccessAction.List, Resource.NationalText);
        routes.MapPost("/{language:language}/national", OpenNational.Entrust).Asks(AccessAction.Grant, Resource.NationalText, "/national").NeedsToken();
        routes.MapGet("/{language:language}/national/{id}", OpenNational.Show).Asks(AccessAction.Open, Resource.NationalText);
        routes.MapPost("/{language:language}/national/{id}/decide", DecideDrift.Decide).Asks(AccessAction.Change, Resource.NationalText, "/national").NeedsToken();
        routes.MapGet("/{language:language}/national/{id}/operation", EditOperation.Show).Asks(AccessAction.Change, Resource.NationalText);
        routes.MapPost("/{language:language}/national/{id}/operation", EditOperation.Save).Asks(AccessAction.Change, Resource.NationalText, "/national").NeedsToken();
        routes.MapPost("/{language:language}/national/{id}/agree", EditOperation.Agree).Asks(AccessAction.Confirm, Resource.NationalText, "/national").NeedsToken();
        routes.MapPost("/{language:language}/national/{id}/release", ReleaseNational.Release).Asks(AccessAction.Release, Resource.NationalText, "/national").NeedsToken();
        Translation(routes);
    }

    private static void Translation(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/guide/terms.tbx", BringJob.Terms).Public("the words of the field are for everybody").Compressed();
        routes.MapGet("/{language:language}/translate", ListTranslations.Show).Asks(AccessAction.List, Resource.Translation);
        routes.MapGet("/{language:language}/translate/{id}", OpenTranslation.Show).Asks(AccessAction.Open, Resource.Translation);
        routes.MapGet("/{language:language}/translate/{id}/unit", TranslateUnit.Show).Asks(AccessAction.Open, Resource.Translation);
        routes.MapPost("/{language:language}/translate/{id}/unit", TranslateUnit.Save).Asks(AccessAction.Change, Resource.Translation, "/translate").NeedsToken();
        routes.MapGet("/{language:language}/translate/{id}/job", BringJob.Take).Asks(AccessAction.Export, Resource.Translation);
        routes.MapPost("/{language:language}/translate/{id}/job", BringJob.Bring).Asks(AccessAction.Change, Resource.Translation, "/translate").NeedsToken().WithMetadata(new RequestSizeLimitAttribute(BringJob.LargestBody));
        routes.MapGet("/{language:language}/translate/{id}/memory.tmx", BringJob.Memory).Asks(AccessAction.Export, Resource.Translation);
        routes.MapPost("/{language:language}/translate/{id}/review", TranslateUnit.Review).Asks(AccessAction.Confirm, Resource.Translation, "/translate").NeedsToken();
    }
}
