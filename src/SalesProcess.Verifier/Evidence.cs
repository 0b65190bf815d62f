using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace SalesProcess.Verifier;

/// <summary>Checks an evidence bundle by its own bytes: the chains of the journal and of the events, the hashes of texts, what must fit together, the signature.</summary>
public static class Evidence
{
    /// <summary>The format that is understood.</summary>
    public const string Format = "salesprocess-evidence/1";

    private static readonly string[] JournalFields = ["instanceId", "revision", "at", "seed", "actor", "stimulus", "entries", "facts", "birth", "stateHash", "effectsHash"];
    private static readonly string[] EventFields = ["instanceId", "rootId", "taskId", "kind", "actor", "onBehalfOf", "at", "changes"];

    /// <param name="publicKeyPem">The key that the checker knows; without one, the one in the bundle, which proves only that nothing was changed afterwards.</param>
    /// <returns>What is wrong, the nearest to its cause first; nothing if all holds.</returns>
    public static IReadOnlyList<string> Check(ReadOnlyMemory<byte> bundle, string? publicKeyPem = null)
    {
        var faults = new List<string>();
        try
        {
            using var outer = JsonDocument.Parse(bundle, new JsonDocumentOptions { AllowDuplicateProperties = false });
            if (NoBundle(outer.RootElement) is { } otherThing)
            {
                return [$"This is no evidence bundle: {otherThing} Wanted is the file that GET /api/v1/instances/{{id}}/evidence gave."];
            }

            var content = outer.RootElement.GetProperty("content").GetString()!;
            CheckContent(content, faults);
            CheckSignature(content, outer.RootElement.GetProperty("signature"), publicKeyPem, faults);
        }
        catch (JsonException broken)
        {
            faults.Add($"The bundle cannot be read: it is not JSON, or not whole. {broken.Message}");
        }
        catch (Exception broken) when (broken is KeyNotFoundException or InvalidOperationException or FormatException or CryptographicException or ArgumentException or PlatformNotSupportedException)
        {
            faults.Add($"The bundle cannot be read: {broken.Message}");
        }

        return faults;
    }

    // What a file is that is something else altogether; null for a bundle, be it sound or not.
    private static string? NoBundle(JsonElement outer)
    {
        if (outer.ValueKind != JsonValueKind.Object)
        {
            return $"it is JSON, but not an object ({outer.ValueKind}).";
        }

        if (!outer.TryGetProperty("format", out var format))
        {
            return "it has no member 'format'.";
        }

        if (format.ValueKind != JsonValueKind.String || format.GetString() != Format)
        {
            return $"its format is '{format}', and '{Format}' is understood.";
        }

        var missing = new[] { ("content", JsonValueKind.String), ("signature", JsonValueKind.Object) }.Where(m => !outer.TryGetProperty(m.Item1, out var value) || value.ValueKind != m.Item2).Select(m => $"'{m.Item1}'").ToList();
        return missing.Count == 0 ? null : $"it has no {string.Join(" and no ", missing)}.";
    }

    private static void CheckContent(string content, List<string> faults)
    {
        using var document = JsonDocument.Parse(content);
        var root = document.RootElement;
        var versions = new HashSet<string>(StringComparer.Ordinal);
        foreach (var definition in root.GetProperty("definitions").EnumerateArray())
        {
            var id = definition.GetProperty("versionId").GetString()!;
            versions.Add(id);
            if (Hash(definition.GetProperty("json").GetString()!) != definition.GetProperty("sha256").GetString())
            {
                faults.Add($"The definition version '{id}' does not have its hash.");
            }
        }

        foreach (var instance in root.GetProperty("instances").EnumerateArray())
        {
            var id = instance.GetProperty("id").GetString()!;
            CheckChain(instance.GetProperty("journal"), JournalFields, $"Instance {id}, journal row", faults);
            CheckChain(instance.GetProperty("events"), EventFields, $"Instance {id}, event", faults);
            CheckJournal(instance.GetProperty("journal").GetProperty("rows"), id, faults);
            CheckAttachments(instance, id, faults);
            var version = instance.GetProperty("head").GetProperty("versionId").GetString()!;
            if (!versions.Contains(version))
            {
                faults.Add($"Instance {id} runs the definition version '{version}', which is not in the bundle.");
            }
        }
    }

    private static void CheckChain(JsonElement chain, string[] fields, string what, List<string> faults)
    {
        string? previous = null;
        var number = 0;
        foreach (var row in chain.GetProperty("rows").EnumerateArray())
        {
            number++;
            var digest = Digest(previous, fields.Select(f => Text(row.GetProperty(f))));
            var recorded = row.GetProperty("digest").GetString();
            if (digest != recorded)
            {
                faults.Add($"{what} {number} does not have its digest: it was changed, or the row before it is not the one it followed.");
                return;
            }

            previous = recorded;
        }

        if (number != chain.GetProperty("count").GetInt64() || previous != chain.GetProperty("last").GetString())
        {
            faults.Add($"{what}s: there are {number}, and there were {chain.GetProperty("count")}: some were cut off.");
        }
    }

    private static void CheckJournal(JsonElement rows, string id, List<string> faults)
    {
        var expected = 1;
        foreach (var row in rows.EnumerateArray())
        {
            if (row.GetProperty("instanceId").GetString() != id || row.GetProperty("revision").GetInt64() != expected)
            {
                faults.Add($"Instance {id}, journal row {expected}: a row of another instance or out of order.");
                return;
            }

            expected++;
        }
    }

    // What is attached is what the events have attached and not removed again. Older bundles do not tell of attachments.
    private static void CheckAttachments(JsonElement instance, string id, List<string> faults)
    {
        if (!instance.TryGetProperty("attachments", out var attachments))
        {
            return;
        }

        var told = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var row in instance.GetProperty("events").GetProperty("rows").EnumerateArray().Where(row => row.GetProperty("kind").GetString() is "attach" or "remove-attachment"))
        {
            using var changes = JsonDocument.Parse(row.GetProperty("changes").GetString()!);
            var (from, to) = (changes.RootElement.GetProperty("attachment").GetProperty("from"), changes.RootElement.GetProperty("attachment").GetProperty("to"));
            _ = to.ValueKind == JsonValueKind.Null ? told.Remove(Attachment(from)) : told.Add(Attachment(to));
        }

        told.SymmetricExceptWith(attachments.EnumerateArray().Select(Attachment));
        faults.AddRange(told.Select(one => $"Instance {id}: the attachment {one} is not as its events tell."));
    }

    private static string Attachment(JsonElement attachment) => $"{attachment.GetProperty("id")} '{attachment.GetProperty("name")}' {attachment.GetProperty("sha256")}{attachment.GetProperty("uri")}";

    private static void CheckSignature(string content, JsonElement signature, string? known, List<string> faults)
    {
        using var key = ECDsa.Create();
        var (embedded, text) = (signature.GetProperty("publicKey").GetString()!, signature.GetProperty("value").GetString()!);
        key.ImportFromPem(embedded);
        var value = Convert.FromBase64String(text);
        // Base64 leaves bits over that say nothing: even those must be as they were written.
        if (signature.GetProperty("algorithm").GetString() is not "ES256" || Convert.ToBase64String(value) != text || key.ExportSubjectPublicKeyInfoPem() != embedded
            || !key.VerifyData(Encoding.UTF8.GetBytes(content), value, HashAlgorithmName.SHA256))
        {
            faults.Add("The signature does not fit the content.");
        }

        if (known is not null)
        {
            using var trusted = ECDsa.Create();
            trusted.ImportFromPem(known);
            if (trusted.ExportSubjectPublicKeyInfoPem() != key.ExportSubjectPublicKeyInfoPem())
            {
                faults.Add("The bundle is signed with another key than the one that was given.");
            }
        }
    }

    private static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.Number => value.GetInt64().ToString(CultureInfo.InvariantCulture),
        _ => value.GetString(),
    };

    // Each field with its length in front of it (-1 for none), the digest of the row before as the first.
    private static string Digest(string? previous, IEnumerable<string?> fields)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var length = new byte[sizeof(int)];
        foreach (var field in fields.Prepend(previous))
        {
            var bytes = field is null ? [] : Encoding.UTF8.GetBytes(field);
            BinaryPrimitives.WriteInt32LittleEndian(length, field is null ? -1 : bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
