using System.Text.Json.Nodes;
using SalesProcess.IntegrationTests.Hosting;

namespace SalesProcess.IntegrationTests.Walk;

/// <summary>Plays all the people of a deal over HTTP until it ends.</summary>
internal sealed class Walker(LocalServer server)
{
    private const int MaxSteps = 300;

    private readonly PersonClient _auditor = server.Staff.As(Staff.Auditor);

    /// <summary>Takes the instance to its end and gives it as it is then.</summary>
    /// <param name="owner">The rep who does what he may do himself.</param>
    /// <param name="isAlone">Leaves alone what the instance has started beside itself.</param>
    public async Task<JsonNode> WalkAsync(string instanceId, string owner, Script script, bool isAlone = false)
    {
        for (var step = 0; step < MaxSteps; step++)
        {
            var instance = (await _auditor.GetAsync($"/instances/{instanceId}")).Expect(200).Json;
            if (instance["status"]!.GetValue<string>() == "Finished")
            {
                return instance;
            }

            var next = instance["tasks"]!.AsArray().FirstOrDefault(t => !isAlone || t!["instanceId"]!.GetValue<string>() == instanceId)
                ?? throw new AssertionException($"Nobody has anything to do, and yet the deal is not ended: {await TreeAsync(instanceId)}");
            await PlayAsync(next["id"]!.GetValue<string>(), owner, script);
        }

        throw new AssertionException($"The deal has not ended after {MaxSteps} tasks.");
    }

    // The instances of the deal that have not ended, with their incidents: one of them is the reason.
    private async Task<string> TreeAsync(string rootId)
    {
        var tree = await _auditor.ListAsync($"/instances?rootId={rootId}");
        var whole = await Task.WhenAll(tree.Where(i => i["subStatus"]!.GetValue<string>() != "Finished").Select(i => _auditor.GetAsync($"/instances/{i["id"]}")));
        return string.Join('\n', whole.Select(i => i.Text));
    }

    private async Task PlayAsync(string taskId, string owner, Script script)
    {
        var task = (await _auditor.GetAsync($"/tasks/{taskId}")).Expect(200).Json;
        var move = script.Next(task["name"]!.GetValue<string>(), task["approver"]?.GetValue<string>());
        if (move.Wait is { } wait)
        {
            server.Clock!.Advance(wait);
            await Eventually.Holds($"{task["name"]} ends by itself after {wait}", async () => (await IsOverAsync(taskId)));
            return;
        }

        if (move.IsTampered)
        {
            Tampering.ChangeOneByte(server.Database, task["rootId"]!.GetValue<string>());
        }

        await CompleteAsync(task, owner, move);
    }

    private async Task<bool> IsOverAsync(string taskId) =>
        (await _auditor.GetAsync($"/tasks/{taskId}")).Expect(200).Json["state"]!.GetValue<string>() is not ("Ready" or "Reserved" or "Suspended");

    private async Task CompleteAsync(JsonNode task, string owner, Move move)
    {
        var id = task["id"]!.GetValue<string>();
        var candidates = server.Staff.Candidates(task, owner);
        foreach (var person in candidates.Select(server.Staff.As))
        {
            var claim = await person.PostAsync($"/tasks/{id}/claim");
            if (claim is { Status: 409, Code: "excluded-by-separation-of-duties" })
            {
                continue;
            }

            claim.Expect(200);
            await CompleteAsync(person, task, move);
            return;
        }

        throw new AssertionException($"Nobody of {string.Join(", ", candidates)} may do {task["name"]}: all are excluded.");
    }

    private async Task CompleteAsync(PersonClient person, JsonNode task, Move move)
    {
        var id = task["id"]!.GetValue<string>();
        var mine = await person.ListAsync($"/tasks?box=mine&rootId={task["rootId"]}");
        Assert.That(mine.Select(t => t["id"]!.GetValue<string>()), Does.Contain(id), $"{person.Person} has claimed {task["name"]}");
        var seen = (await person.GetAsync($"/tasks/{id}")).Expect(200).Json;
        var form = seen["form"]!;
        var data = new FormFiller(server.Clock!.GetUtcNow()).Fill(form["schema"]!.AsObject(), form["data"] as JsonObject, move.Data);
        var action = move.Action ?? seen["actions"]![0]!["key"]!.GetValue<string>();
        var done = (await person.CompleteAsync(id, action, data)).Expect(200).Json;
        Assert.That(done["task"]!["outcome"]!.GetValue<string>(), Is.EqualTo(action));
    }
}
