using System.Data;
using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Entraide.Node.Platform.Backup;

/// <summary>
/// Reads and writes whole rows, whatever they mean, on both databases. A value is null, a <see cref="long"/>, a
/// <see cref="double"/>, a <see cref="string"/> or bytes. Names come from the models alone; everything else is a parameter.
/// </summary>
/// <remarks>Rows go past the guard here: this is for carrying the whole store, and for changing the keys of all that is sealed.</remarks>
public static class Tables
{
    /// <summary>How many records are named in one statement.</summary>
    public const int LargestBatch = 500;

    /// <summary>A transaction that sees one state of the whole store while others go on writing.</summary>
    public static async Task<DbTransaction> Snapshot(DbConnection connection)
    {
        // In SQLite's log (WAL) a reader keeps the state of its first read; a deferred transaction keeps no writer out.
        if (connection is not SqliteConnection sqlite) return await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead);
        var transaction = sqlite.BeginTransaction(deferred: true);
        await using var first = Command(transaction, "SELECT count(*) FROM sqlite_master");
        await first.ExecuteScalarAsync();
        return transaction;
    }

    /// <summary>All rows in the order of the key, one after another; or those of these records.</summary>
    public static async IAsyncEnumerable<object?[]> Rows(DbTransaction within, StoredTable table, IReadOnlyList<string>? records = null)
    {
        await using var command = Command(within, $"SELECT {Names(table.Columns.Select(column => column.Name))} FROM {Quote(table.Name)}");
        if (records is not null)
        {
            command.CommandText += $" WHERE {Quote(table.RecordColumn!)} IN ({string.Join(',', records.Select((_, i) => $"@r{i}"))})";
            for (var i = 0; i < records.Count; i++) Add(command, $"@r{i}", DbType.String).Value = records[i];
        }
        command.CommandText += $" ORDER BY {Names(table.Key)}";
        await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SequentialAccess);
        while (await reader.ReadAsync())
        {
            var row = new object?[table.Columns.Count];
            for (var i = 0; i < row.Length; i++) row[i] = Value(reader, i, table.Columns[i].Type);
            yield return row;
        }
    }

    public static async Task<long> Count(DbTransaction within, StoredTable table)
    {
        await using var command = Command(within, $"SELECT count(*) FROM {Quote(table.Name)}");
        return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }

    /// <summary>Deletes the rows of records that were erased; gives their number.</summary>
    public static async Task<int> DeleteErased(DbTransaction within, StoredTable table, StoredTable erased)
    {
        await using var command = Command(within, $"DELETE FROM {Quote(table.Name)} WHERE {Quote(table.RecordColumn!)} IN (SELECT {Quote(erased.Key[0])} FROM {Quote(erased.Name)})");
        return await command.ExecuteNonQueryAsync();
    }

    /// <summary>Deletes the rows of records that have no key any more; gives their number.</summary>
    public static async Task<int> DeleteKeyless(DbTransaction within, StoredTable table, StoredTable recordKeys)
    {
        await using var command = Command(within, $"DELETE FROM {Quote(table.Name)} WHERE NOT EXISTS (SELECT 1 FROM {Quote(recordKeys.Name)} k WHERE k.{Quote(recordKeys.Key[0])} = {Quote(table.Name)}.{Quote(table.RecordColumn!)})");
        return await command.ExecuteNonQueryAsync();
    }

    /// <summary>How many tables and views the database holds, whosesoever.</summary>
    public static async Task<long> CountTables(DbTransaction within)
    {
        await using var command = Command(within, within is SqliteTransaction ? "SELECT count(*) FROM sqlite_master" : "SELECT count(*) FROM information_schema.tables WHERE table_schema = current_schema()");
        return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }

    /// <summary>
    /// Closes a SQLite store that has been carried elsewhere: whoever wants to write into its ledger is refused by the
    /// database itself, so that a node that still runs on it acknowledges nothing.
    /// </summary>
    public static async Task Close(DbTransaction within, StoredTable turns)
    {
        await using var command = Command(within, $"CREATE TRIGGER IF NOT EXISTS {Quote("moved")} BEFORE UPDATE ON {Quote(turns.Name)} BEGIN SELECT RAISE(ABORT, 'This node was moved to another database.'); END");
        await command.ExecuteNonQueryAsync();
    }

    internal static DbCommand Command(DbTransaction within, string text)
    {
        var command = within.Connection!.CreateCommand();
        command.Transaction = within;
#pragma warning disable CA2100 // Names come from the models, values are parameters.
        command.CommandText = text;
#pragma warning restore CA2100
        return command;
    }

    internal static DbParameter Add(DbCommand command, string name, DbType type)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        // SQLite goes by the value itself.
        if (parameter is not SqliteParameter) parameter.DbType = type;
        command.Parameters.Add(parameter);
        return parameter;
    }

    internal static DbType TypeOf(StoredColumn column) => column.Type == typeof(bool) ? DbType.Boolean : column.Type == typeof(int) ? DbType.Int32 : column.Type == typeof(long) ? DbType.Int64
        : column.Type == typeof(double) ? DbType.Double : column.Type == typeof(string) ? DbType.String : DbType.Binary;

    /// <summary>A value as the column wants it.</summary>
    /// <exception cref="FormatException">It does not fit.</exception>
    internal static object Fit(StoredColumn column, object? value) => (value, column.Type) switch
    {
        (null, _) => DBNull.Value,
        (long number, var type) when type == typeof(bool) && number is 0 or 1 => number == 1,
        (long number, var type) when type == typeof(int) && number is >= int.MinValue and <= int.MaxValue => (int)number,
        (_, var type) when value.GetType() == type => value,
        _ => throw new FormatException($"{column.Name} does not hold a value of this kind"),
    };

    internal static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    internal static string Names(IEnumerable<string> names) => string.Join(", ", names.Select(Quote));

    private static object? Value(DbDataReader reader, int i, Type type) =>
        reader.IsDBNull(i) ? null
        : type == typeof(string) ? reader.GetString(i)
        : type == typeof(byte[]) ? reader.GetFieldValue<byte[]>(i)
        : type == typeof(bool) ? (reader.GetBoolean(i) ? 1L : 0L)
        : type == typeof(int) ? (long)reader.GetInt32(i)
        : type == typeof(double) ? reader.GetDouble(i)
        : (object)reader.GetInt64(i);
}

/// <summary>Writes row after row of a table with one prepared statement.</summary>
public sealed class RowWriter : IAsyncDisposable
{
    private readonly StoredTable table;
    private readonly DbCommand command;
    private readonly int[] written;

    private RowWriter(DbTransaction within, StoredTable table, int[] written, string text)
    {
        (this.table, this.written) = (table, written);
        command = Tables.Command(within, text);
        foreach (var i in written) Tables.Add(command, $"@p{i}", Tables.TypeOf(table.Columns[i]));
        if (command is not SqliteCommand) command.Prepare();
    }

    /// <summary>Adds rows.</summary>
    public static RowWriter Inserting(DbTransaction within, StoredTable table)
    {
        var all = Enumerable.Range(0, table.Columns.Count).ToArray();
        return new RowWriter(within, table, all, $"INSERT INTO {Tables.Quote(table.Name)} ({Tables.Names(table.Columns.Select(column => column.Name))}) VALUES ({string.Join(',', all.Select(i => $"@p{i}"))})");
    }

    /// <summary>Changes these columns of the rows that have the given keys; what stands in the other columns of a given row does not matter.</summary>
    public static RowWriter Updating(DbTransaction within, StoredTable table, IReadOnlyList<string> columns)
    {
        string Equal(string name) => $"{Tables.Quote(name)} = @p{table.IndexOf(name)}";
        return new RowWriter(within, table, [.. columns.Concat(table.Key).Select(table.IndexOf)], $"UPDATE {Tables.Quote(table.Name)} SET {string.Join(", ", columns.Select(Equal))} WHERE {string.Join(" AND ", table.Key.Select(Equal))}");
    }

    /// <exception cref="FormatException">A value does not fit its column.</exception>
    /// <exception cref="DbException">The database refuses the row.</exception>
    public async Task Write(object?[] row)
    {
        for (var i = 0; i < written.Length; i++) command.Parameters[i].Value = Tables.Fit(table.Columns[written[i]], row[written[i]]);
        if (await command.ExecuteNonQueryAsync() != 1) throw new InvalidOperationException($"A row of {table.Name} was not written.");
    }

    public ValueTask DisposeAsync() => command.DisposeAsync();
}
