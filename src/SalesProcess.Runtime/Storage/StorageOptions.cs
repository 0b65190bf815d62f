using System.ComponentModel.DataAnnotations;
using Microsoft.Data.Sqlite;

namespace SalesProcess.Runtime.Storage;

/// <summary>Section <c>Storage</c> of the configuration.</summary>
public sealed class StorageOptions
{
    /// <summary>The database: <c>Sqlite</c>.</summary>
    [AllowedValues("Sqlite", ErrorMessage = "Storage:Provider must be Sqlite.")]
    public string Provider { get; set; } = "Sqlite";

    /// <summary>A connection string of the provider; by default a file below the current folder.</summary>
    [Required]
    public string ConnectionString { get; set; } = "Data Source=data/salesprocess.db";

    /// <summary>The folder of the database file; what belongs to the database lies beside it.</summary>
    public string Folder => Path.GetDirectoryName(Path.GetFullPath(new SqliteConnectionStringBuilder(ConnectionString).DataSource)) ?? Environment.CurrentDirectory;
}
