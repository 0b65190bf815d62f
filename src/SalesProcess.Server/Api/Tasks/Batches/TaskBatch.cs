using System.Text;

namespace SalesProcess.Server.Api;

/// <summary>One act of a batch.</summary>
internal sealed record BatchItem(int Index, string TaskId, string Verb, byte[] Body, string? IfMatch);

/// <summary>Many acts, as they were asked for.</summary>
internal sealed record TaskBatch(IReadOnlyList<BatchItem> Items, bool IsAtomic, bool IsDryRun)
{
    public const int MaxItems = 500;

    private const int MaxId = 200;

    public static TaskBatch Read(BodyFields body)
    {
        var items = body.Items("items", min: 1, MaxItems).Select((item, i) => body.Within($"/items/{i}", item, fields => Read(fields, i))).ToList();
        return new TaskBatch(items, body.Flag("atomic") ?? false, body.Flag("dryRun") ?? false);
    }

    private static BatchItem Read(BodyFields fields, int index)
    {
        var (task, verb) = (fields.Text("taskId", required: true, MaxId) ?? "", fields.Text("verb", required: true) ?? "");
        if (verb.Trim().Length > 0 && !BatchVerbs.All.ContainsKey(verb))
        {
            fields.Fault("/verb", "value", $"'verb' is '{verb}'. Accepted: {string.Join(", ", BatchVerbs.All.Keys)}.");
        }

        // What stands in the body is the verb's matter: a wrong one is that item's refusal, as it would be alone.
        var content = fields.Json("body") is { } json ? Encoding.UTF8.GetBytes(json.GetRawText()) : [];
        return new BatchItem(index, task, verb, content, fields.Text("ifMatch"));
    }
}
