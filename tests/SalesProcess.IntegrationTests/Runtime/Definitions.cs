namespace SalesProcess.IntegrationTests.Runtime;

/// <summary>Small definitions for the runtime's tests.</summary>
internal static class Definitions
{
    public const string OneTask =
        """
        {"definitionId":"one-task","name":"One task","outputs":[{"name":"said","type":"Object"}],
        "root":{"id":"seq","type":"Elsa.Sequence","activities":[
          {"id":"ask","name":"ask","type":"SalesProcess.UserTask","candidateGroups":{"typeName":"String[]","expression":{"type":"Object","value":"[\"team-east\"]"}},
           "actions":{"typeName":"Object","expression":{"type":"Object","value":"[{\"key\":\"Yes\"},{\"key\":\"No\"}]"}},
           "result":{"typeName":"Object","memoryReference":{"id":"said"}}}]}}
        """;

    public const string ParentOfOneTask =
        """
        {"definitionId":"parent","name":"Parent","variables":[{"id":"answer","name":"answer","typeName":"Object"}],"outputs":[{"name":"outcome","type":"String"}],
        "root":{"id":"seq","type":"Elsa.Sequence","activities":[
          {"id":"child","type":"Elsa.DispatchWorkflow","workflowDefinitionId":{"typeName":"String","expression":{"type":"Literal","value":"one-task"}},
           "waitForCompletion":{"typeName":"Boolean","expression":{"type":"Literal","value":true}},"result":{"typeName":"Object","memoryReference":{"id":"answer"}}},
          {"id":"out","type":"Elsa.SetOutput","outputName":{"typeName":"String","expression":{"type":"Literal","value":"outcome"}},
           "outputValue":{"typeName":"Object","expression":{"type":"JavaScript","value":"getVariable('answer').said.action"}}}]}}
        """;

    public const string FiveAtOnce =
        """
        {"definitionId":"five","name":"Five at once","root":{"id":"all","type":"Elsa.Parallel","activities":[
          {"id":"t1","type":"SalesProcess.UserTask","candidateGroups":{"typeName":"String[]","expression":{"type":"Object","value":"[\"team-east\"]"}}},
          {"id":"t2","type":"SalesProcess.UserTask","candidateGroups":{"typeName":"String[]","expression":{"type":"Object","value":"[\"team-east\"]"}}},
          {"id":"t3","type":"SalesProcess.UserTask","candidateGroups":{"typeName":"String[]","expression":{"type":"Object","value":"[\"team-east\"]"}}},
          {"id":"t4","type":"SalesProcess.UserTask","candidateGroups":{"typeName":"String[]","expression":{"type":"Object","value":"[\"team-east\"]"}}},
          {"id":"t5","type":"SalesProcess.UserTask","candidateGroups":{"typeName":"String[]","expression":{"type":"Object","value":"[\"team-east\"]"}}}]}}
        """;

    public const string WaitsAnHour =
        """
        {"definitionId":"hour","name":"Waits an hour","root":{"id":"seq","type":"Elsa.Sequence","activities":[
          {"id":"wait","type":"Elsa.Delay","timeSpan":{"typeName":"TimeSpan","expression":{"type":"Literal","value":"01:00:00"}}}]}}
        """;

    public const string FaultsOnce =
        """
        {"definitionId":"faulty","name":"Faulty","variables":[{"id":"v","name":"v","typeName":"Object"}],"root":{"id":"seq","type":"Elsa.Sequence","activities":[
          {"id":"ask","name":"ask","type":"SalesProcess.UserTask","candidateGroups":{"typeName":"String[]","expression":{"type":"Object","value":"[\"team-east\"]"}}},
          {"id":"child","type":"Elsa.DispatchWorkflow","workflowDefinitionId":{"typeName":"String","expression":{"type":"Literal","value":"hour"}},
           "waitForCompletion":{"typeName":"Boolean","expression":{"type":"Literal","value":false}}}]}}
        """;

    public const string WaitsForAnEvent =
        """
        {"definitionId":"event","name":"Waits for an event","outputs":[{"name":"heard","type":"Object"}],"root":{"id":"seq","type":"Elsa.Sequence","activities":[
          {"id":"wait","type":"Elsa.Event","eventName":{"typeName":"String","expression":{"type":"Literal","value":"paid"}},"result":{"typeName":"Object","memoryReference":{"id":"heard"}}}]}}
        """;
}
