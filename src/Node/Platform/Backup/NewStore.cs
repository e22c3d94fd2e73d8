using System.Data.Common;
using Entraide.Node.Platform.Storage;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Entraide.Node.Platform.Backup;

/// <summary>Makes the tables of a store that does not exist yet, by the same migrations as a start does.</summary>
internal static class NewStore
{
    /// <summary>In a new file.</summary>
    public static async Task Migrate(Database database)
    {
        foreach (var type in database.Contexts)
        {
            await using var context = database.New(type);
            await database.Prepare(context);
        }
    }

    /// <summary>In a transaction: where it does not commit, the database is as empty as before.</summary>
    /// <exception cref="RefusedException">The database is not empty.</exception>
    public static async Task Migrate(Database database, DbTransaction within)
    {
        if (await Tables.CountTables(within) > 0) throw new RefusedException("The database is not empty. Make a new one (createdb), and give its address.");
        foreach (var type in database.Contexts)
        {
            await using var context = database.New(type, within.Connection, within);
            // The migrator itself asks for tables that are not there yet, which would end a transaction of PostgreSQL.
            await using var script = Tables.Command(within, context.GetService<IMigrator>().GenerateScript(options: MigrationsSqlGenerationOptions.NoTransactions));
            await script.ExecuteNonQueryAsync();
        }
    }
}
