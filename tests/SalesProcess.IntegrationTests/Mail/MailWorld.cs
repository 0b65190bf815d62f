using System.Text;
using System.Text.Json.Nodes;
using SalesProcess.IntegrationTests.Api;
using SalesProcess.IntegrationTests.Hosting;

namespace SalesProcess.IntegrationTests.Mail;

/// <summary>A company whose service sends mail to a server that the test holds. Everybody but tom has an address; anna reads Chinese.</summary>
internal sealed class MailWorld : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 11, 25, 9, 0, 0, TimeSpan.Zero);

    private static readonly TimeSpan Step = TimeSpan.FromSeconds(5);

    public MailWorld(int port, Action<CompanyFolder>? edit = null, params (string Name, string Value)[] settings)
    {
        var folder = Folder();
        edit?.Invoke(folder);
        Wire = new Wire(folder, Start, [.. Settings(port).Select(s => (s.Key, s.Value!)), .. settings]);
    }

    public Wire Wire { get; }

    public static Dictionary<string, string?> Settings(int port) => new(StringComparer.Ordinal)
    {
        ["Mail:Host"] = "127.0.0.1",
        ["Mail:Port"] = $"{port}",
        ["Mail:Tls"] = "None",
        ["Mail:From"] = "Sales <sales@example.com>",
        // The test's clock runs faster than the machine.
        ["Mail:Timeout"] = "00:10:00",
        ["Mail:BaseLink"] = "https://sales.example.com/inbox",
    };

    public static CompanyFolder Folder()
    {
        var folder = CompanyFolder.With("one-task");
        folder.Edit("directory.json", directory =>
        {
            foreach (var person in directory["people"]!.AsArray())
            {
                person!["email"] = $"{person["id"]}@example.com";
                person["language"] = person["id"]!.ToString() == "anna" ? "zh" : "en";
            }

            directory["people"]!.AsArray().Single(p => p!["id"]!.ToString() == "tom")!.AsObject().Remove("email");
        });
        return folder;
    }

    /// <summary>Changes the one task of the definition.</summary>
    public static void EditTask(CompanyFolder folder, string input, string value, string syntax = "Literal") => folder.Edit("one-task.json", json =>
        json["root"]!["activities"]![1]![input] = new JsonObject { ["typeName"] = "Object", ["expression"] = new JsonObject { ["type"] = syntax, ["value"] = value } });

    public async Task ActAsync(string task, string verb, string body = "{}", string person = "anna")
    {
        var answer = await Wire.SendAsync("POST", $"/tasks/{task}/{verb}", person, Encoding.UTF8.GetBytes(body));
        Assert.That(answer.Status, Is.InRange(200, 201), answer.Text);
    }

    /// <summary>Gives a task to somebody, which writes a mail to him.</summary>
    public async Task<string> AssignedAsync(string to = "bob")
    {
        var task = await Wire.TaskAsync();
        await ActAsync(task, "assign", $$"""{"to":"{{to}}"}""", "martin");
        return task;
    }

    /// <summary>Lets time pass until it is so.</summary>
    public Task UntilAsync(string what, Func<bool> holds) => Eventually.Holds(what, () =>
    {
        if (holds())
        {
            return Task.FromResult(true);
        }

        Wire.Server.Clock!.Advance(Step);
        return Task.FromResult(holds());
    });

    /// <summary>Lets time pass until nothing waits to be sent.</summary>
    public Task UntilQuietAsync() => UntilAsync("nothing waits", () => Wire.Server.Database.Count("SELECT (SELECT count(*) FROM mails WHERE next_at IS NOT NULL) + (SELECT max(id) FROM audit) - (SELECT row FROM mail_position)") == 0);

    public ValueTask DisposeAsync() => Wire.DisposeAsync();
}
