using Entraide.Node.Accounts;
using Entraide.Node.Assistance;
using Entraide.Node.Guide;
using Entraide.Node.Identification;
using Entraide.Node.Impact;
using Entraide.Node.Training;
using Entraide.Node.Platform;

namespace Entraide.Bench;

/// <summary>What follows a verb: <c>--name value</c>, or <c>--name</c> alone.</summary>
public sealed class Arguments(IReadOnlyList<string> given)
{
    /// <summary>The modules of a whole node.</summary>
    public static readonly IReadOnlyList<Module> Modules = [PlatformModule.Module, AccountsModule.Module, GuideModule.Module, IdentificationModule.Module, AssistanceModule.Module, TrainingModule.Module, ImpactModule.Module];

    /// <summary>The node that the verb works on.</summary>
    public NodeOptions Node => NodeOptions.For(Text("--data"), Text("--keys")) with { Database = Find("--database") };

    public bool Has(string name) => given.Contains(name);

    public int Number(string name, int otherwise) => Find(name) is { } text ? int.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : otherwise;

    /// <exception cref="RefusedException">It is missing.</exception>
    public string Text(string name) => Find(name) ?? throw new RefusedException($"{name} is missing.");

    private string? Find(string name)
    {
        for (var i = 0; i + 1 < given.Count; i++)
            if (given[i] == name) return given[i + 1];
        return null;
    }
}
