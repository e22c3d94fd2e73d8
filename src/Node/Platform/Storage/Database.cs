using System.Data.Common;
using System.Runtime.CompilerServices;
using Entraide.Core.Text;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace Entraide.Node.Platform.Storage;

/// <summary>Where a node keeps its data: one SQLite file, or a PostgreSQL server.</summary>
public sealed class Database
{
    private readonly string connection;
    private readonly Dictionary<Type, string> modules = [];

    private Database(bool isPostgres, string connection) => (IsPostgres, this.connection) = (isPostgres, connection);

    public bool IsPostgres { get; }

    /// <summary>The SQLite file in a data folder.</summary>
    public static string FileIn(string dataFolder) => Path.Combine(dataFolder, "entraide.db");

    /// <exception cref="RefusedException">The address is no <c>postgres://</c> address.</exception>
    public static Database For(NodeOptions options) => options.Database is null
        ? new Database(false, $"Data Source={FileIn(options.DataFolder)};Default Timeout=5")
        : new Database(true, PostgresConnection(options.Database));

    /// <summary>Registers a module's context. Its tables and its history of migrations are prefixed by the module's name.</summary>
    public void Add<T>(IServiceCollection services, string module) where T : NodeDb
    {
        modules.Add(typeof(T), module);
        services.AddDbContext<T>(options => Configure(options, module), optionsLifetime: ServiceLifetime.Singleton);
    }

    /// <summary>The modules' contexts, in the order in which they were added.</summary>
    public IReadOnlyCollection<Type> Contexts => modules.Keys;

    /// <summary>The module that a context belongs to.</summary>
    public string ModuleOf(Type context) => modules[context];

    /// <summary>Closes the connections that wait for reuse, so that SQLite folds its log into its file.</summary>
    public void LetGo()
    {
        if (IsPostgres) return;
        using var one = new SqliteConnection(connection);
        SqliteConnection.ClearPool(one);
    }

    /// <summary>A module's context outside a request; on an open connection and in its transaction, where they are given.</summary>
    public T New<T>(DbConnection? on = null, DbTransaction? within = null) where T : NodeDb => (T)New(typeof(T), on, within);

    /// <inheritdoc cref="New{T}"/>
    public NodeDb New(Type type, DbConnection? on = null, DbTransaction? within = null)
    {
        var options = (DbContextOptionsBuilder)Activator.CreateInstance(typeof(DbContextOptionsBuilder<>).MakeGenericType(type))!;
        var context = (NodeDb)Activator.CreateInstance(type, Configure(options, modules[type], on).Options)!;
        if (within is not null) context.Database.UseTransaction(within);
        return context;
    }

    /// <summary>A connection of one's own, opened and set as the node wants it.</summary>
    public async Task<DbConnection> Connect()
    {
        DbConnection opened = IsPostgres ? new NpgsqlConnection(connection) : new SqliteConnection(connection);
        try
        {
            await opened.OpenAsync();
            if (!IsPostgres)
            {
                await using var settings = SqliteSettings.Command(opened);
                await settings.ExecuteNonQueryAsync();
            }
            return opened;
        }
        catch
        {
            await opened.DisposeAsync();
            throw;
        }
    }

    /// <summary>The options of a module's context on this database.</summary>
    public DbContextOptionsBuilder Configure(DbContextOptionsBuilder options, string module, DbConnection? on = null)
    {
        var history = $"{module.ToLowerInvariant()}_migrations";
        if (IsPostgres && on is not null) options.UseNpgsql(on, npgsql => npgsql.MigrationsHistoryTable(history));
        else if (IsPostgres) options.UseNpgsql(connection, npgsql => npgsql.MigrationsHistoryTable(history));
        else if (on is not null) options.UseSqlite(on, sqlite => sqlite.MigrationsHistoryTable(history));
        else options.UseSqlite(connection, sqlite => sqlite.MigrationsHistoryTable(history)).AddInterceptors(Settings);
        // Migrations are written by hand, without a snapshot to compare with; a law compares the schemas instead.
        return options.ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning));
    }

    /// <summary>Brings a module's tables up to date, then makes sure that an acknowledged write survives a power cut.</summary>
    /// <exception cref="RefusedException">The database does not answer, or is set so that it may lose or corrupt data.</exception>
    public async Task Prepare(DbContext context)
    {
        try
        {
            await Migrate(context);
            await context.Database.OpenConnectionAsync();
            await RequireSettings(context.Database.GetDbConnection());
        }
        catch (DbException e)
        {
            throw new RefusedException($"The database does not answer as it should ({e.Message.ReplaceLineEndings(" ")}). Check {(IsPostgres ? "ENTRAIDE_DATABASE and the PostgreSQL server" : "the data folder, its owner and its free space")}.", e);
        }
    }

    /// <summary>Makes sure that an acknowledged write survives a power cut.</summary>
    /// <exception cref="RefusedException">The database is set so that it may lose or corrupt data.</exception>
    public async Task RequireSettings(DbConnection opened)
    {
        foreach (var (setting, wanted) in IsPostgres ? StoreSettings.Postgres : StoreSettings.Sqlite)
        {
            var found = await StoreSettings.Read(opened, setting, IsPostgres);
            if (!wanted.Contains(found, StringComparer.OrdinalIgnoreCase))
                throw new RefusedException($"The database has {setting} = {found}; with that it can lose what it said it kept. Set {setting} = {wanted[0]}.");
        }
    }

    // On SQLite the framework's lock is a row, which a process killed while it brings the tables up to date leaves behind:
    // every later start would wait for it for ever. So the turn is taken at a file, which the system gives back for the dead;
    // whoever has it finds in that row only what a dead process has left. PostgreSQL gives its own lock back by itself.
    private async Task Migrate(DbContext context)
    {
        if (IsPostgres)
        {
            await context.Database.MigrateAsync();
            return;
        }
        await using var turn = await Turn();
        if (!(await context.Database.GetPendingMigrationsAsync()).Any()) return;
        await context.Database.OpenConnectionAsync();
        await using (var command = context.Database.GetDbConnection().CreateCommand())
        {
            command.CommandText = "DROP TABLE IF EXISTS \"__EFMigrationsLock\"";
            await command.ExecuteNonQueryAsync();
        }
        await context.Database.MigrateAsync();
    }

    private async Task<FileStream> Turn()
    {
        var file = new SqliteConnectionStringBuilder(connection).DataSource + ".turn";
        for (var tries = 0; ; tries++)
        {
            try
            {
                return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException e) when (e.HResult is 11 or 35 or unchecked((int)0x80070020))
            {
                // Taken, as Linux, macOS and Windows say it.
                if (tries == 300) throw new RefusedException($"Another process of this node has been at its tables for a minute ({e.Message}). End it, or wait until it is done.", e);
                await Task.Delay(200);
            }
        }
    }

    private static readonly SqliteSettings Settings = new();

    private static string PostgresConnection(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("postgres" or "postgresql"))
            throw new RefusedException($"ENTRAIDE_DATABASE is no address of a PostgreSQL database. Write postgres://USER:PASSWORD@HOST:5432/DATABASE.");
        var user = uri.UserInfo.Split(':', 2);
        var query = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2)))
            if (pair[0] is not ("host" or "user" or "sslmode" or "sslrootcert") || !query.TryAdd(pair[0], Uri.UnescapeDataString(pair[^1])))
                throw new RefusedException($"ENTRAIDE_DATABASE has ?{Quoted.Line(pair[0])} twice, or it is not known here: what was meant would silently not hold. Known are host, user, sslmode and sslrootcert.");
        // A socket's folder stands in the query, as in libpq's addresses: postgres:///entraide?host=/run/postgresql
        var host = query.GetValueOrDefault("host") ?? uri.Host;
        var near = host.StartsWith('/') || host is "localhost" or "127.0.0.1" or "[::1]" or "::1";
        var mode = query.GetValueOrDefault("sslmode")?.Replace("-", "", StringComparison.Ordinal) ?? (near ? "Prefer" : "VerifyFull");
        if (!Enum.TryParse<SslMode>(mode, ignoreCase: true, out var sslMode))
            throw new RefusedException($"ENTRAIDE_DATABASE has sslmode={Quoted.Line(mode)}. Write disable, allow, prefer, require, verify-ca or verify-full.");
        return new NpgsqlConnectionStringBuilder
        {
            Host = host,
            SslMode = sslMode,
            RootCertificate = query.GetValueOrDefault("sslrootcert"),
            Port = uri.Port > 0 ? uri.Port : 5432,
            Database = uri.AbsolutePath.TrimStart('/'),
            Username = user[0].Length > 0 ? Uri.UnescapeDataString(user[0]) : query.GetValueOrDefault("user"),
            Password = user.Length > 1 ? Uri.UnescapeDataString(user[1]) : null,
        }.ConnectionString;
    }
}

/// <summary>The settings without which an acknowledged write may be lost, and what they must be.</summary>
public static class StoreSettings
{
    /// <summary>https://www.sqlite.org/pragma.html; FULL is what survives a power cut, NORMAL was measured not to.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Sqlite = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["journal_mode"] = ["wal"],
        ["synchronous"] = ["2"],
        ["foreign_keys"] = ["1"],
        ["secure_delete"] = ["1"],
        ["trusted_schema"] = ["0"],
        ["cell_size_check"] = ["1"],
    };

    /// <summary>https://www.postgresql.org/docs/current/runtime-config-wal.html</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Postgres = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["fsync"] = ["on"],
        ["full_page_writes"] = ["on"],
        ["synchronous_commit"] = ["on", "remote_apply", "remote_write", "local"],
    };

    internal static async Task<string> Read(DbConnection connection, string setting, bool postgres)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The names come from the tables above.
        command.CommandText = postgres ? $"SHOW {setting}" : $"PRAGMA {setting}";
#pragma warning restore CA2100
        return Convert.ToString(await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture) ?? "";
    }
}

/// <summary>Sets each SQLite connection as it opens; SQLite remembers only the journal mode by itself.</summary>
internal sealed class SqliteSettings : DbConnectionInterceptor
{
    // Connections are pooled: one that comes back is set already.
    private readonly ConditionalWeakTable<object, object> set = [];

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        if (!IsNew(connection)) return;
        using var command = Command(connection);
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        if (!IsNew(connection)) return;
        await using var command = Command(connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private bool IsNew(DbConnection connection) => ((SqliteConnection)connection).Handle is { } handle && set.TryAdd(handle, handle);

    internal static DbCommand Command(DbConnection connection)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // Names and values come from the table above.
        command.CommandText = "PRAGMA busy_timeout=5000;" + string.Concat(StoreSettings.Sqlite.Select(setting => $"PRAGMA {setting.Key}={setting.Value[0]};"));
#pragma warning restore CA2100
        return command;
    }
}
