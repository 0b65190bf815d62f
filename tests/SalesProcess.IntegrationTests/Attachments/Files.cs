using System.Security.Cryptography;
using System.Text;
using SalesProcess.IntegrationTests.Api;
using SalesProcess.IntegrationTests.Hosting;

namespace SalesProcess.IntegrationTests.Attachments;

/// <summary>Attaching over the wire, and what lies on the disk behind it.</summary>
internal static class Files
{
    public static byte[] Bytes(int count, int seed = 1)
    {
        var bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    public static string Sha256(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    public static Task<WireAnswer> AttachAsync(
        this Wire wire, string task, byte[] content, string name = "offer.pdf", string? type = "application/pdf", string person = "anna", params (string Name, string Value)[] headers) =>
        wire.SendAsync("POST", $"/tasks/{task}/attachments?name={Uri.EscapeDataString(name)}", person, content, type, headers);

    /// <summary>The id of something attached.</summary>
    public static async Task<string> AttachedAsync(this Wire wire, string task, byte[] content, string name = "offer.pdf", string person = "anna")
    {
        var answer = await wire.AttachAsync(task, content, name, person: person);
        Assert.That(answer.Status, Is.EqualTo(201), answer.Text);
        return answer.Json["id"]!.ToString();
    }

    public static Task<WireAnswer> ContentAsync(this Wire wire, string task, string id, string person = "anna", params (string Name, string Value)[] headers) =>
        wire.SendAsync("GET", $"/tasks/{task}/attachments/{id}/content", person, headers: headers);

    /// <summary>A form as browsers send it.</summary>
    public static (byte[] Body, string Type) Form(params (string Header, byte[] Content)[] parts)
    {
        const string Boundary = "----WebKitFormBoundary7MA4YWxkTrZu0gW";
        using var body = new MemoryStream();
        foreach (var (header, content) in parts)
        {
            body.Write(Encoding.UTF8.GetBytes($"--{Boundary}\r\n{header}\r\n\r\n"));
            body.Write(content);
            body.Write("\r\n"u8);
        }

        body.Write(Encoding.UTF8.GetBytes($"--{Boundary}--\r\n"));
        return (body.ToArray(), $"multipart/form-data; boundary={Boundary}");
    }

    /// <summary>Every file in the folder of attachments, by its path below it.</summary>
    public static IReadOnlyList<string> OnDisk(CompanyFolder folder) =>
        [.. Directory.EnumerateFiles(Root(folder), "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Root(folder), file).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    public static string Root(CompanyFolder folder) => Path.Combine(Path.GetDirectoryName(folder.DatabaseFile)!, "attachments");

    public static string PathOf(CompanyFolder folder, string sha256) => Path.Combine(Root(folder), sha256[..2], sha256);
}
