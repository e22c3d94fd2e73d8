using Entraide.Node.Platform.Backup;
using Entraide.Node.Platform.Sealing;
using Entraide.Node.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Platform;

/// <summary>
/// A node's store and keys, opened by a command beside the node that serves, or while none does: the same services, no
/// addresses, no jobs.
/// </summary>
public sealed class OpenedNode : IAsyncDisposable
{
    private readonly ServiceProvider services;

    private OpenedNode(NodeOptions options, ServiceProvider services) => (Options, this.services) = (options, services);

    public NodeOptions Options { get; }

    public IServiceProvider Services => services;

    public Database Database => services.GetRequiredService<Database>();

    public KeyRing Keys => services.GetRequiredService<KeyRing>();

    public TimeProvider Time => services.GetRequiredService<TimeProvider>();

    /// <summary>Puts the services together; nothing is opened yet.</summary>
    /// <param name="also">What a test puts in the place of a service.</param>
    public static OpenedNode Assemble(NodeOptions options, IReadOnlyList<Module> modules, Action<IServiceCollection>? also = null)
    {
        var all = new ServiceCollection();
        all.AddLogging(logging => logging.ClearProviders());
        NodeHost.AddServices(all, options, modules);
        also?.Invoke(all);
        return new OpenedNode(options, all.BuildServiceProvider());
    }

    /// <summary>Opens a node that has been started before, with its keys.</summary>
    /// <exception cref="RefusedException">There is no node, its tables are of another version, or a key does not open.</exception>
    public static async Task<OpenedNode> Open(NodeOptions options, IReadOnlyList<Module> modules, Action<IServiceCollection>? also = null)
    {
        RequireStore(options);
        var node = Assemble(options, modules, also);
        try
        {
            await node.RequireSchema();
            await using var platform = node.Database.New<PlatformDb>();
            if (!await platform.Keys.AnyAsync()) throw new RefusedException($"The node in {Where(options)} has no keys: it has never been started. Start it once with entraide serve.");
            await Move.RequireHere(platform);
            await node.Keys.Prepare();
            return node;
        }
        catch
        {
            await node.DisposeAsync();
            throw;
        }
    }

    /// <summary>The database's file in the data folder must be there: opening one that is not would make it.</summary>
    public static void RequireStore(NodeOptions options)
    {
        if (options.Database is null && !File.Exists(Database.FileIn(options.DataFolder)))
            throw new RefusedException($"There is no node in {options.DataFolder}: {Database.FileIn(options.DataFolder)} is missing. Name its folder with --data, or its database in ENTRAIDE_DATABASE.");
    }

    /// <summary>All tables must be those of this program.</summary>
    public async Task RequireSchema()
    {
        foreach (var type in Database.Contexts)
        {
            await using var context = Database.New(type);
            try
            {
                var applied = await context.Database.GetAppliedMigrationsAsync();
                if (context.Database.GetMigrations().SequenceEqual(applied, StringComparer.Ordinal)) continue;
            }
            catch (System.Data.Common.DbException e)
            {
                throw new RefusedException($"The database does not answer ({Core.Text.Quoted.Line(e.Message)}). Check ENTRAIDE_DATABASE and the server, or the data folder.", e);
            }
            throw new RefusedException($"The tables of {Database.ModuleOf(type)} in {Where(Options)} are not those of this program. Start the node once with entraide serve, which brings them up to date, or use the program that they were made with.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        var database = Database;
        await services.DisposeAsync();
        database.LetGo();
    }

    private static string Where(NodeOptions options) => options.Database is null ? options.DataFolder : "the PostgreSQL database";
}
