using System.Security.Cryptography;
using System.Text.Json;
using Directory = SalesProcess.Tasks.Directory;

namespace SalesProcess.Runtime.Storage;

/// <summary>Everything of the directory that decides in whose boxes tasks lie, as a hash: who manages whom, and who belongs to which group.</summary>
internal static class BoxMark
{
    public static string Of(Directory directory) => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(
        directory.People.Select(person => (List<string?>)[person.Id, person.Manager, .. person.Groups.Order(StringComparer.Ordinal)]))));
}
