using System.Security.Cryptography;
using System.Text.Json;
using SalesProcess.Tasks;
using Directory = SalesProcess.Tasks.Directory;

namespace SalesProcess.Runtime.Storage;

/// <summary>Everything that decides in whose boxes tasks lie, as a hash: who manages whom, who belongs to which group, and in which orders a box is kept.</summary>
internal static class BoxMark
{
    public static string Of(Directory directory) => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(
        directory.People.Select(person => (List<string?>)[person.Id, person.Manager, .. person.Groups.Order(StringComparer.Ordinal)]).Prepend(Kept))));

    private static List<string?> Kept =>
        [.. Enum.GetValues<Box>().SelectMany(box => Enum.GetValues<BoxOrder>().Where(order => BoxKeys.IsKept(box, order)).Select(order => $"{(int)box} {(int)order}"))];
}
