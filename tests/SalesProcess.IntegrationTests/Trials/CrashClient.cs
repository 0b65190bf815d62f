using System.Text.Json.Nodes;
using SalesProcess.IntegrationTests.Hosting;

namespace SalesProcess.IntegrationTests.Trials;

/// <summary>Plays deals one after the other and insists on every request until it is answered, however often the server dies.</summary>
internal sealed class CrashClient(int client, PersonClient rep, Ledger ledger)
{
    public async Task RunAsync(Func<bool> goesOn)
    {
        for (var number = 0; goesOn(); number++)
        {
            var deal = new CrashDeal($"crash-{client}-{number}", number, rep.Person, IsKeyed: number % 4 != 3);
            ledger.Add(deal);
            try
            {
                await PlayAsync(deal);
            }
            catch (AssertionException fault)
            {
                // Waited for in vain, or answered as it must not be: the checker names it.
                deal.GaveUp = fault.Message;
            }
        }
    }

    private async Task PlayAsync(CrashDeal deal)
    {
        deal.InstanceId = await StartAsync(deal);
        foreach (var step in CrashDeal.Steps)
        {
            var task = await Eventually.Sees($"task '{step}' of {deal.Key} is open", () => OpenTaskAsync(deal.InstanceId, step));
            await CompleteAsync(deal, step, task);
        }

        var ended = await Eventually.Sees($"{deal.Key} is ended", () => EndedAsync(deal.InstanceId));
        foreach (var step in CrashDeal.Steps)
        {
            deal.Output[step] = ended["output"]?["answers"]?[step]?.GetValue<string>();
        }
    }

    private async Task<string> StartAsync(CrashDeal deal)
    {
        var (answer, isRetried) = await InsistAsync(() => rep.StartAsync(
            "crash-parent", new JsonObject { ["number"] = deal.Number }, deal.Key, deal.IsKeyed ? $"{deal.Key}-start" : null));
        if (isRetried && answer is { Status: 409, Code: "business-key-in-use" } && !deal.IsKeyed)
        {
            ledger.CountReplayed();
            var (found, _) = await InsistAsync(() => rep.GetAsync($"/instances?definition=crash-parent&businessKey={deal.Key}"));
            return Id(found.Expect(200).Json["items"]![0]!);
        }

        Count(answer.Expect(201));
        return Id(answer.Json);
    }

    private async Task CompleteAsync(CrashDeal deal, string step, string task)
    {
        var data = new JsonObject { ["answer"] = deal.AnswerTo(step) };
        var (answer, isRetried) = await InsistAsync(() => rep.CompleteAsync(task, "Complete", data, deal.IsKeyed ? $"{deal.Key}-{step}" : null));
        if (isRetried && answer is { Status: 409, Code: "task-completed" } && !deal.IsKeyed)
        {
            ledger.CountReplayed();
            return;
        }

        Count(answer.Expect(200));
        deal.Acknowledged[step] = deal.AnswerTo(step);
    }

    private void Count(ApiAnswer answer)
    {
        ledger.CountAcknowledged();
        if (answer.IsReplayed)
        {
            ledger.CountReplayed();
        }
    }

    private async Task<string?> OpenTaskAsync(string instanceId, string step)
    {
        var (answer, _) = await InsistAsync(() => rep.GetAsync($"/instances/{instanceId}"));
        var open = answer.Expect(200).Json["tasks"]!.AsArray().FirstOrDefault(t => t!["name"]!.GetValue<string>() == step);
        return open is null ? null : Id(open);
    }

    private async Task<JsonNode?> EndedAsync(string instanceId)
    {
        var (answer, _) = await InsistAsync(() => rep.GetAsync($"/instances/{instanceId}"));
        return answer.Expect(200).Json["status"]!.GetValue<string>() == "Finished" ? answer.Json : null;
    }

    private async Task<(ApiAnswer Answer, bool IsRetried)> InsistAsync(Func<Task<ApiAnswer>> ask)
    {
        var tries = 0;
        var answer = await Eventually.Sees("an answer", async () =>
        {
            try
            {
                tries++;
                var answer = await ask();
                if (answer.Status != 503 && answer.Code != "idempotency-in-progress")
                {
                    return answer;
                }

                ledger.CountTurnedAway();
                return null;
            }
            catch (Exception death) when (death is HttpRequestException or IOException)
            {
                return null;
            }
        });
        if (tries > 1 && !answer.Request.StartsWith("GET", StringComparison.Ordinal))
        {
            ledger.CountRetried();
        }

        return (answer, tries > 1);
    }

    private static string Id(JsonNode resource) => resource["id"]!.GetValue<string>();
}
