using System.ComponentModel.DataAnnotations;

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
}
